using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Features.Outcomes;

/// <summary>Somebody agrees to be named in the story that came of a trial: the asker, whoever tried it, or an adviser.</summary>
[Action("story-name")]
public sealed record NameMe(TrialId Trial) : IAction;

/// <summary>They are named no longer.</summary>
[Action("story-unname")]
public sealed record TakeMyNameOut(TrialId Trial) : IAction;

/// <summary>Somebody agreed to be named in one story. Without such a row nobody is.</summary>
public sealed class StoryName(TrialId trial, MemberId member, CommunityId community, DateTimeOffset since)
{
    /// <summary>The story's trial.</summary>
    public TrialId Trial { get; private set; } = trial;

    /// <summary>Who agreed.</summary>
    public MemberId Member { get; private set; } = member;

    /// <summary>The community whose story it is.</summary>
    public CommunityId Community { get; private set; } = community;

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; private set; } = since;
}

internal static class StoryNameSets
{
    extension(CopBotDb db)
    {
        public DbSet<StoryName> StoryNames => db.Set<StoryName>();
    }
}

internal sealed class StoryNameTable : IEntityTypeConfiguration<StoryName>
{
    public void Configure(EntityTypeBuilder<StoryName> builder)
    {
        builder.ToTable("story_names").HasKey(n => new { n.Trial, n.Member });
        builder.HasOne<Trial>().WithMany().HasForeignKey(n => n.Trial).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class StoryNamesHandler(CopBotDb db, ValueStories stories, TimeProvider clock) : IHandle<NameMe>, IHandle<TakeMyNameOut>
{
    public async Task<Answer> Handle(NameMe request, Caller caller, CancellationToken stop)
    {
        if (await stories.FindAsync(caller.Community.Id, request.Trial, stop) is not { } story) return OutcomeRefusals.NoStory;
        if (!story.Has(caller.Member.Id)) return OutcomeRefusals.NotInTheStory;
        if (!story.Named.Contains(caller.Member.Id)) db.Add(new StoryName(request.Trial, caller.Member.Id, caller.Community.Id, clock.GetUtcNow()));
        return Answer.Show(
        [
            new Paragraph($"The story of {story.Trial.Title:b} names you from now on. /cop stories shows it."),
            new Controls([new Button("Take my name out", new TakeMyNameOut(request.Trial))]),
        ]);
    }

    public async Task<Answer> Handle(TakeMyNameOut request, Caller caller, CancellationToken stop)
    {
        await db.StoryNames.Where(n => n.Trial == request.Trial && n.Member == caller.Member.Id).LoadAsync(stop);
        foreach (var name in db.Seen<StoryName>().Where(n => n.Trial == request.Trial && n.Member == caller.Member.Id).ToList()) db.Remove(name);
        return Answer.Say($"Your name is out of the story.");
    }
}
