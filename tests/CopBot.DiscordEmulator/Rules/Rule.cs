using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rest;

namespace CopBot.DiscordEmulator.Rules;

/// <summary>Looks at one value that is not null and complains into the form.</summary>
internal delegate void Rule(JsonNode value, Form form);
