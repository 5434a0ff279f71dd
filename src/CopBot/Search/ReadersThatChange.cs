using CopBot.Communities;
using CopBot.Dispatch;

namespace CopBot.Search;

/// <summary>What only somebody may find goes with them: to the person whom they turned out to be, or out of everybody's sight.</summary>
internal sealed class ReadersThatChange(WordSearch search) : IReact<BecameOnePerson>, IReact<PersonForgotten>
{
    public Task React(BecameOnePerson happened, CancellationToken stop)
    {
        search.Rename(happened.Went, happened.Stays);
        return Task.CompletedTask;
    }

    public Task React(PersonForgotten happened, CancellationToken stop)
    {
        search.Rename(happened.Person, now: null);
        return Task.CompletedTask;
    }
}
