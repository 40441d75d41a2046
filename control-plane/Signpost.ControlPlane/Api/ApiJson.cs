using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signpost.ControlPlane.Api;

/// <summary>JSON of the staff API: camel case, names of closed lists in kebab case (<c>wanted-on-warrant</c>), nothing unknown, nothing missing.</summary>
internal static class ApiJson
{
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 16;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
    }

    /// <summary>A name of a closed list, from a form field.</summary>
    public static bool TryName<T>(string? name, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (JsonNamingPolicy.KebabCaseLower.ConvertName(candidate.ToString()) != name) continue;
            value = candidate;
            return true;
        }

        value = default;
        return false;
    }
}
