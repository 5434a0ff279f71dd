using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Tests.Dispatch;

/// <summary>What the requests below do is written by each test. Whatever they do, each leaves a post, so that doing it twice shows.</summary>
public sealed class Rehearsal
{
    /// <summary>What a handler does before it answers; by default nothing.</summary>
    public Func<string, Task<Answer?>> Does { get; set; } = _ => Task.FromResult<Answer?>(null);

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until a handler has begun: a store that is not in this process lets it begin later.</summary>
    public static Task BegunAsync(World world) => world.Services.GetRequiredService<Rehearsal>()._begun.Task;

    internal Task<Answer?> DoAsync(string what)
    {
        var doing = Does(what);
        _begun.TrySetResult();
        return doing;
    }

    public static Task<World> StartAsync(Rehearsal rehearsal) => World.StartAsync(null, services => services.AddSingleton(rehearsal), typeof(Rehearsal).Assembly);

    public static string Act(string what) => ActionCodec.Encode(new RehearseAct(what));
}

/// <summary>Does what the test says.</summary>
[Action("rehearse")]
public sealed record RehearseAct(string What) : IAction;

/// <summary>The same for coordinators.</summary>
[Action("rehearse-lead"), Needs(Role.Coordinator)]
public sealed record RehearseAsCoordinator(string What) : IAction;

/// <summary>Only looks.</summary>
[Action("rehearse-look"), LooksOnly]
public sealed record RehearseLook : IAction;

/// <summary>Opens the form.</summary>
[Action("rehearse-open")]
public sealed record RehearseOpen : IAction;

/// <summary>A command, as typed.</summary>
[Command("rehearse", "Rehearses", Takes = "anything")]
public sealed record RehearseCommand(string Words) : ICommand;

/// <summary>A form with a field of each kind that can be typed wrongly.</summary>
[Form("rehearse-form", "Rehearsal")]
public sealed record RehearseForm : IMayBeUnsigned
{
    [Display(Name = "Words"), Required, DataType(DataType.MultilineText), StringLength(500)]
    public string Words { get; set; } = "";

    [Display(Name = "Day")]
    public DateOnly? Day { get; set; }

    [Display(Name = "Shall your name stand there?")]
    public Naming Name { get; set; }

    public int Carried { get; set; }

    public bool Unsigned => Name is Naming.Without;
}

/// <summary>Whether a name stands there.</summary>
public enum Naming
{
    With,
    Without,
}

internal sealed class RehearseHandler(Rehearsal rehearsal, IBoard board) :
    IHandle<RehearseAct>, IHandle<RehearseAsCoordinator>, IHandle<RehearseLook>, IHandle<RehearseCommand>, IHandle<RehearseForm>, IOpen<RehearseOpen, RehearseForm>
{
    public Task<Answer> Handle(RehearseAct request, Caller caller, CancellationToken stop) => DoAsync(request.What, caller);

    public Task<Answer> Handle(RehearseAsCoordinator request, Caller caller, CancellationToken stop) => DoAsync(request.What, caller);

    public Task<Answer> Handle(RehearseLook request, Caller caller, CancellationToken stop) => DoAsync("look", caller);

    public Task<Answer> Handle(RehearseCommand request, Caller caller, CancellationToken stop) => DoAsync(request.Words, caller);

    public Task<Answer> Handle(RehearseForm request, Caller caller, CancellationToken stop) => DoAsync(request.Words, caller);

    public Task<Opening<RehearseForm>> Open(RehearseOpen request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<RehearseForm>>(new RehearseForm { Carried = 7 });

    private async Task<Answer> DoAsync(string what, Caller caller)
    {
        board.Publish($"rehearsal/{Guid.NewGuid():N}", Audience.Of(caller.Community.Id), Message.Say($"did {what}"));
        return await rehearsal.DoAsync(what) ?? Answer.Say($"Done: {what}");
    }
}
