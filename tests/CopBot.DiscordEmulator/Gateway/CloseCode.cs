namespace CopBot.DiscordEmulator.Gateway;

/// <summary>Gateway close codes (topics/opcodes-and-status-codes). There is no 4006.</summary>
public static class CloseCode
{
    public const int UnknownError = 4000;
    public const int UnknownOpcode = 4001;
    public const int DecodeError = 4002;
    public const int NotAuthenticated = 4003;
    public const int AuthenticationFailed = 4004;
    public const int AlreadyAuthenticated = 4005;
    public const int InvalidSequence = 4007;
    public const int RateLimited = 4008;
    public const int SessionTimedOut = 4009;
    public const int InvalidShard = 4010;
    public const int ShardingRequired = 4011;
    public const int InvalidVersion = 4012;
    public const int InvalidIntents = 4013;
    public const int DisallowedIntents = 4014;

    /// <summary>True when the session cannot be resumed after this code.</summary>
    internal static bool EndsSession(int code) => code is InvalidSequence or SessionTimedOut or AuthenticationFailed or >= InvalidShard and <= DisallowedIntents;
}
