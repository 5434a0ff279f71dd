using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests.Features.Joining;

/// <summary>Whatever a feature stores about a member follows when two members become one person, also of features that are not written yet.</summary>
public sealed class EveryMemberIdTests
{
    [Fact]
    public async Task Every_column_that_names_a_member_names_the_one_who_stays()
    {
        await using var world = await World.StartAsync();
        var (stays, goes) = (await world.MemberAsync(world.Someone("anna")), await world.MemberAsync(world.Someone("ben")));
        var columns = await world.InStoreAsync(db => Task.FromResult(NamedRows.Columns(db.Model).Select(c => $"{c.DeclaringType.ClrType.Name}.{c.Name}").ToList()));
        Assert.Superset(
            new HashSet<string>(["Delivery.Reader", "Membership.Member", "Post.Reader", "Problem.Asker", "ProblemPerson.Member", "Trial.Trier"], StringComparer.Ordinal),
            columns.ToHashSet(StringComparer.Ordinal));
        // A row for each, that belongs to whoever goes; what else it refers to need not be there.
        await InBareStoreAsync(world, async db =>
        {
            foreach (var type in NamedRows.Columns(db.Model).Select(c => c.DeclaringType).OfType<IEntityType>().Distinct().Where(t => t.ClrType != typeof(Membership))) db.Add(Filled(type, goes));
            await db.SaveChangesAsync();
            foreach (var column in NamedRows.Columns(db.Model)) Assert.True(await CountAsync(db, column, goes) > 0, $"no row has {column}");
        });

        await InBareStoreAsync(world, async db =>
        {
            await using var scope = world.Services.CreateAsyncScope();
            var one = ActivatorUtilities.CreateInstance<OnePerson>(scope.ServiceProvider, db, new NamedRows(db));
            await one.JoinAsync(await db.Members.FirstAsync(m => m.Id == stays), await db.Members.FirstAsync(m => m.Id == goes), CancellationToken.None);
            await db.SaveChangesAsync();
        });

        await InBareStoreAsync(world, async db =>
        {
            foreach (var column in NamedRows.Columns(db.Model))
            {
                Assert.True(await CountAsync(db, column, goes) == 0, $"{column} still names who went");
                Assert.True(await CountAsync(db, column, stays) > 0, $"{column} does not name who stays");
            }

            Assert.Equal(Audience.To(stays), ChatJson.Read<Audience>((await db.Posts.FirstAsync(p => p.Reader == stays)).Audience));
        });
    }

    [Fact]
    public async Task Nothing_hides_a_member_where_no_column_shows_it()
    {
        Assert.True(Holds(typeof(List<MemberId>), []) && Holds(typeof(Membership), []) && !Holds(typeof(string), []));
        await using var world = await World.StartAsync();
        var hidden = await world.InStoreAsync(db => Task.FromResult((
            from type in db.Model.GetEntityTypes()
            from property in type.GetProperties()
            let kind = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType
            where kind != typeof(MemberId) && Holds(kind, [])
            select property.ToString()).ToList()));
        Assert.Empty(hidden);
    }

    /// <summary>Whether something of this kind is stored with a member in it.</summary>
    private static bool Holds(Type kind, HashSet<Type> seen)
    {
        if (kind == typeof(MemberId)) return true;
        if (!seen.Add(kind)) return false;
        if (kind.IsGenericType && typeof(IEnumerable).IsAssignableFrom(kind) || kind.IsGenericType && kind.IsValueType) return kind.GetGenericArguments().Any(a => Holds(a, seen));
        return kind.Namespace?.StartsWith("CopBot", StringComparison.Ordinal) is true && kind.GetProperties().Any(p => Holds(p.PropertyType, seen));
    }

    private static object Filled(IEntityType type, MemberId member)
    {
        var row = RuntimeHelpers.GetUninitializedObject(type.ClrType);
        foreach (var property in type.GetProperties().Where(p => p.PropertyInfo is not null))
        {
            var field = property.FieldInfo ?? throw new NotSupportedException($"{property} has no field");
            if (Value(property, member) is { } value) field.SetValue(row, value);
        }

        // Lists of what hangs on it are never null in life.
        foreach (var list in type.ClrType.GetFields(BindingFlags.NonPublic | BindingFlags.Instance).Where(f => f.FieldType.IsGenericType && f.FieldType.GetGenericTypeDefinition() == typeof(List<>) && f.GetValue(row) is null))
            list.SetValue(row, Activator.CreateInstance(list.FieldType));
        return row;
    }

    private static object? Value(IProperty property, MemberId member)
    {
        var kind = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (kind == typeof(MemberId)) return member;
        if (property.DeclaringType.ClrType == typeof(Post) && property.Name == nameof(Post.Audience)) return ChatJson.Write(Audience.To(member));
        if (property.IsNullable) return null;
        if (kind == typeof(string)) return Guid.NewGuid().ToString("N");
        if (kind == typeof(Guid)) return Guid.NewGuid();
        if (kind.GetInterface("IId`1") is not null) return Activator.CreateInstance(kind, Guid.NewGuid());
        if (kind == typeof(WorkspaceRef)) return Elsewhere.Workspace;
        if (kind == typeof(ChannelRef)) return Elsewhere.Home;
        if (kind == typeof(UserRef)) return new UserRef(Elsewhere.Workspace, Guid.NewGuid().ToString("N"));
        if (kind == typeof(Place)) return new Place(Elsewhere.Home);
        if (kind == typeof(PostRef)) return new PostRef(new Place(Elsewhere.Home), Guid.NewGuid().ToString("N"));
        if (kind.IsGenericType) return Activator.CreateInstance(kind);
        return kind.IsValueType ? Activator.CreateInstance(kind) : throw new NotSupportedException($"Say here what a row may hold in {property}");
    }

    private static Task<int> CountAsync(CopBotDb db, IProperty column, MemberId member)
    {
        var count = typeof(EveryMemberIdTests).GetMethod(nameof(CountOfAsync), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (Task<int>)count.MakeGenericMethod(column.DeclaringType.ClrType).Invoke(null, [db, column, member])!;
    }

    private static Task<int> CountOfAsync<T>(CopBotDb db, IProperty column, MemberId member) where T : class => column.IsNullable
        ? db.Set<T>().IgnoreAutoIncludes().CountAsync(row => EF.Property<MemberId?>(row, column.Name) == member)
        : db.Set<T>().IgnoreAutoIncludes().CountAsync(row => EF.Property<MemberId>(row, column.Name) == member);

    /// <summary>The store without its foreign keys, since rows are made up here.</summary>
    private static Task InBareStoreAsync(World world, Func<CopBotDb, Task> act) => world.InStoreAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync(world.Store.ForeignKeys(on: false));
        await act(db);
        await db.Database.ExecuteSqlRawAsync(world.Store.ForeignKeys(on: true));
    });
}
