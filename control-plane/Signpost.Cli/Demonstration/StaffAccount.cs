using System.Text.Json.Serialization;

namespace Signpost.Cli.Demonstration;

/// <summary>One sign-in of the demonstration; the control plane reads the list once, when it has no staff yet.</summary>
/// <param name="OfficerId">For those who sign: their name in the roster.</param>
internal sealed record StaffAccount(string UserName, string Password, string Role, string? OfficerId);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(StaffAccount[]))]
internal sealed partial class StaffJson : JsonSerializerContext;
