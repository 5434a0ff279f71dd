using System.Reflection;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Keeping;
using CopBot.Posts;
using CopBot.Processes;
using CopBot.Search;
using CopBot.Sweeps;
using CopBot.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Quartz;

namespace CopBot;

/// <summary>Puts the bot into a container. Features are found by type: nothing here names one.</summary>
public static class CopBotServices
{
    /// <summary>
    /// The bot without anything that runs by itself; tests drive courier and sweeps with <see cref="FastForward"/>, and bring
    /// requests of their own with <paramref name="more"/>.
    /// </summary>
    public static IServiceCollection AddCopBot(this IServiceCollection services, Database database, params Assembly[] more)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(database);
        database.AddTo(services);

        services.AddScoped<Board>();
        services.AddScoped<IBoard>(s => s.GetRequiredService<Board>());
        services.AddScoped<ISavedTogether>(s => s.GetRequiredService<Board>());
        services.AddScoped<Traces>();
        services.AddScoped<ISavedTogether>(s => s.GetRequiredService<Traces>());
        services.AddScoped<NamedRows>();
        services.AddScoped<OnePerson>();
        services.AddScoped<ISavedTogether>(s => s.GetRequiredService<OnePerson>());
        services.AddScoped<ForgottenAccounts>();
        services.AddScoped<Forgetting>();
        services.AddScoped<ISavedTogether>(s => s.GetRequiredService<Forgetting>());
        services.AddScoped<PassCodes>();
        services.AddScoped<Events>();
        services.AddScoped<IEvents>(s => s.GetRequiredService<Events>());
        services.AddScoped<Drafts>();
        services.AddScoped<IDrafts>(s => s.GetRequiredService<Drafts>());
        services.AddScoped<People>();
        services.AddScoped(s => new Exporter(s.GetRequiredService<CopBotDb>(), s.GetRequiredService<IEnumerable<IExportedPages>>(), s.GetRequiredService<People>()));
        services.AddScoped<PersonalRecords>();
        services.AddScoped(s => new Reindexing(s.GetRequiredService<CopBotDb>(), s.GetRequiredService<WordSearch>(), s.GetRequiredService<IEnumerable<IFindables>>()));
        services.AddScoped(s => new Features.Library.FileOfLinks(s.GetRequiredService<CopBotDb>(), s.GetRequiredService<Features.Library.Imports>(), s.GetRequiredService<UnitOfWork>()));
        services.AddScoped<PostLinks>();
        services.TryAddSingleton(new Features.Meetings.CalendarAddress());
        services.AddScoped<UnitOfWork>();
        services.AddScoped<Callers>();
        services.AddScoped<Notices>();
        services.AddScoped<Attention>();

        services.AddMetrics();
        services.AddSingleton<Backlog>().AddSingleton<BotMeter>();
        services.AddSingleton<ThisProcess>();
        services.TryAddSingleton(new RealTime(TimeProvider.System));
        services.AddSingleton<Heart>();
        services.AddSingleton<CourierBell>();
        services.AddSingleton<SweepBell>();
        services.AddSingleton<Courier>();
        services.AddSingleton<Conversations>();
        services.AddSingleton<UnsignedDrafts>();
        services.AddSingleton<WrongTries>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton(s => new Rehearsal(s.GetRequiredService<IServiceScopeFactory>(), s.GetRequiredService<Dispatcher>(), s.GetRequiredService<Routes>(), s.GetRequiredService<ILogger<Rehearsal>>()));
        services.AddSingleton<Inbox>();
        services.AddSingleton<IInbox>(s => s.GetRequiredService<Inbox>());
        services.AddSingleton<SweepLog>();
        services.AddSingleton<Sweeper>();
        services.AddSingleton(s => new BlankSlate(s.GetRequiredService<IServiceScopeFactory>(), s.GetRequiredService<Courier>(), s.GetRequiredService<Sweeper>(), s.GetRequiredService<SaveGate>()));
        services.AddSingleton(s => new FastForward(s.GetRequiredService<Sweeper>(), s.GetRequiredService<Courier>(), s.GetRequiredService<TimeProvider>()));

        var routes = new Routes([typeof(CopBotServices).Assembly, .. more]);
        services.AddSingleton(routes);
        foreach (var part in routes.Parts) services.TryAddScoped(part);
        foreach (var sweep in Sweeps())
        {
            services.AddScoped(sweep.Type);
            services.AddSingleton(sweep);
        }

        foreach (var found in FoundByType()) services.AddScoped(found.Interface, found.Type);
        AddWhatPartsNeed(services, routes.Parts.Concat(Sweeps().Select(s => s.Type)).Concat(FoundByType().Select(f => f.Type)));
        return services;
    }

    /// <summary>
    /// What runs by itself: the courier's rounds, the inbox, and the scheduler that rings the sweeps. Call it after the
    /// adapters were added: where several processes may run, what only one may do waits for its lease.
    /// </summary>
    public static IServiceCollection AddCopBotRounds(this IServiceCollection services)
    {
        ((Database)services.Single(s => s.ServiceType == typeof(Database)).ImplementationInstance!).AddRoundsTo(services);
        services.AddHostedService<CourierRounds>();
        services.AddHostedService<SweepRounds>();
        services.AddHostedService(s => s.GetRequiredService<Inbox>());
        // A named scheduler: on the default one UseTimeProvider would replace the container's clock. Rings come in real
        // time; what has fallen due is read from the clock that the playground moves.
        services.AddQuartz("sweeps", quartz =>
        {
            quartz.UseInMemoryStore();
            quartz.UseTimeProvider(TimeProvider.System);
            foreach (var sweep in Sweeps())
                typeof(CopBotServices).GetMethod(nameof(Ring), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(sweep.Type).Invoke(null, [quartz, sweep.Every]);
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services;
    }

    private static void Ring<TSweep>(IQuartzBuilder quartz, TimeSpan every) where TSweep : ISweep
    {
        var key = new JobKey(typeof(TSweep).Name);
        quartz.AddJob<SweepJob<TSweep>>(job => job.WithIdentity(key));
        quartz.AddTrigger(trigger => trigger.ForJob(key).StartNow().WithSimpleSchedule(schedule => schedule
            .WithInterval(every)
            .RepeatForever()
            .WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow)));
    }

    private static IEnumerable<SweepType> Sweeps() =>
        typeof(CopBotServices).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && typeof(ISweep).IsAssignableFrom(t))
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => new SweepType(t, t.GetCustomAttribute<EveryAttribute>()?.Interval ?? throw new InvalidOperationException($"{t.Name} has no [Every]")));

    /// <summary>What a feature's parts share among themselves is found by their asking for it.</summary>
    private static void AddWhatPartsNeed(IServiceCollection services, IEnumerable<Type> parts)
    {
        foreach (var needed in parts.SelectMany(p => p.GetConstructors()).SelectMany(c => c.GetParameters()).Select(p => p.ParameterType).Distinct().ToList())
        {
            if (needed.Assembly != typeof(CopBotServices).Assembly || !needed.IsClass || needed.IsAbstract || services.Any(s => s.ServiceType == needed)) continue;
            services.AddScoped(needed);
            AddWhatPartsNeed(services, [needed]);
        }
    }

    private static IEnumerable<(Type Interface, Type Type)> FoundByType() =>
        from type in typeof(CopBotServices).Assembly.GetTypes()
        where type is { IsClass: true, IsAbstract: false }
        from part in type.GetInterfaces()
        where part.IsDefined(typeof(FoundByTypeAttribute))
        select (part, type);
}

/// <summary>Marks an interface whose implementations are found by type and injected as a list, such as the sections of Home.</summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class FoundByTypeAttribute : Attribute;
