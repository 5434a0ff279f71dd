using CopBot.Communities;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Features.Library;

internal static class LibrarySets
{
    extension(CopBotDb db)
    {
        public DbSet<Resource> Resources => db.Set<Resource>();

        public DbSet<InformationRequest> InformationRequests => db.Set<InformationRequest>();
    }

    /// <summary>The thing with everything that belongs to it, or null.</summary>
    public static Task<Resource?> WholeAsync(this CopBotDb db, ResourceId id, CancellationToken stop) => db.Resources.FirstOrDefaultAsync(r => r.Id == id, stop);

    /// <summary>Those of a community that are in use.</summary>
    public static Task<List<Resource>> SomeAsync(this CopBotDb db, IReadOnlyCollection<Guid> ids, CommunityId community, CancellationToken stop)
    {
        var asked = ids.Select(id => new ResourceId(id)).ToList();
        return db.Resources.AsNoTracking().Where(r => asked.Contains(r.Id) && r.Community == community && r.RetiredAt == null).ToListAsync(stop);
    }

    /// <summary>The request with everything that belongs to it, or null.</summary>
    public static Task<InformationRequest?> WholeAsync(this CopBotDb db, InformationRequestId id, CancellationToken stop) => db.InformationRequests.FirstOrDefaultAsync(r => r.Id == id, stop);
}

internal sealed class LibraryTable :
    IEntityTypeConfiguration<Resource>,
    IEntityTypeConfiguration<ResourceUse>,
    IEntityTypeConfiguration<InformationRequest>,
    IEntityTypeConfiguration<FoundResource>,
    IEntityTypeConfiguration<Seeker>
{
    public void Configure(EntityTypeBuilder<Resource> builder)
    {
        builder.ToTable("resources").HasKey(r => r.Id);
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Property(r => r.Title).HasMaxLength(Resource.TitleMaxLength);
        builder.Property(r => r.Link).HasMaxLength(Resource.LinkMaxLength);
        builder.Property(r => r.Words).HasMaxLength(Resource.WordsMaxLength);
        builder.Property(r => r.Terms).HasMaxLength(Resource.TermsMaxLength);
        builder.HasMany(r => r.Uses).WithOne().HasForeignKey(u => u.Resource);
        builder.Navigation(r => r.Uses).AutoInclude();
        builder.Ignore(r => r.AsTried);
        builder.Ignore(r => r.IsStale);
        builder.Ignore(r => r.UsedBy);
        builder.Ignore(r => r.Helped);
        builder.Ignore(r => r.Record);
        builder.HasIndex(r => r.ReviewAt);
        builder.HasIndex(r => r.Owner);
        builder.HasIndex(r => r.GrewFrom);
        builder.HasIndex(r => r.Source);
        builder.HasIndex(r => new { r.Community, r.Link });
    }

    public void Configure(EntityTypeBuilder<ResourceUse> builder)
    {
        builder.ToTable("resource_uses").HasKey(u => u.Id);
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.HasIndex(u => u.Member);
        builder.HasIndex(u => u.Trial);
    }

    public void Configure(EntityTypeBuilder<InformationRequest> builder)
    {
        builder.ToTable("information_requests").HasKey(r => r.Id);
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Property(r => r.Title).HasMaxLength(InformationRequest.TitleMaxLength);
        builder.Property(r => r.More).HasMaxLength(InformationRequest.MoreMaxLength);
        builder.HasMany(r => r.Found).WithOne().HasForeignKey(f => f.Request);
        builder.HasMany(r => r.Seekers).WithOne().HasForeignKey(s => s.Request);
        builder.Navigation(r => r.Found).AutoInclude();
        builder.Navigation(r => r.Seekers).AutoInclude();
        builder.HasIndex(r => new { r.Community, r.FoundAt });
        builder.HasIndex(r => r.Asker);
    }

    public void Configure(EntityTypeBuilder<FoundResource> builder)
    {
        builder.ToTable("found_resources").HasKey(f => new { f.Request, f.Resource });
        builder.HasIndex(f => f.Resource);
        builder.HasIndex(f => f.Giver);
    }

    public void Configure(EntityTypeBuilder<Seeker> builder)
    {
        builder.ToTable("seekers").HasKey(s => new { s.Request, s.Member });
        builder.HasIndex(s => s.Member);
    }
}
