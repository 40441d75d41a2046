using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

internal static class StrictJson
{
    /// <summary>Reads one JSON value; anything else is Malformed.</summary>
    public static Result<T> Read<T>(ReadOnlySpan<byte> json, int maximumLength, JsonTypeInfo<T> type, string what)
        where T : class
    {
        if (json.Length > maximumLength)
            return new Refusal(RefusalReason.Malformed, $"{what}: {json.Length} bytes, at most {maximumLength} are read.");
        try
        {
            return JsonSerializer.Deserialize(json, type) is { } value ? value : new Refusal(RefusalReason.Malformed, $"{what}: empty.");
        }
        catch (JsonException e)
        {
            return new Refusal(RefusalReason.Malformed, $"{what}: not the expected JSON (line {e.LineNumber + 1}).");
        }
    }
}
