using System.Text.Json.Serialization;

namespace Signpost.Trust;

/// <summary>Strict JSON of the signing files: camel case, base64, no unknown, missing or doubled member.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    WriteIndented = true)]
[JsonSerializable(typeof(SigningRequest))]
[JsonSerializable(typeof(SigningResponse))]
[JsonSerializable(typeof(OfficerKeyFile))]
internal sealed partial class SigningJsonContext : JsonSerializerContext;
