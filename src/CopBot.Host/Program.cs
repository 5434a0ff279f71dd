return await CopBot.Host.Running.MainAsync(args, Console.Out, Console.Error);
