namespace CopBot;

/// <summary>Keeps a kind of row, or a column of it, out of every export, for a reason that stands beside it. Whatever is not marked is exported.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
public sealed class NotExportedAttribute(string because) : Attribute
{
    /// <summary>Why, in a sentence.</summary>
    public string Because { get; } = because;
}

/// <summary>
/// Marks what a community shares among its members: a coordinator's export holds it. On a class all its columns, on a property
/// that one. What is not marked only the operator exports, who can read the database anyway.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
public sealed class SharedAttribute : Attribute;

/// <summary>A row of a shared kind that not everybody in its community may see: a coordinator's export leaves it out, and what hangs on it.</summary>
public interface IMayBePrivate
{
    /// <summary>Whether only some may see it.</summary>
    bool IsPrivate { get; }
}
