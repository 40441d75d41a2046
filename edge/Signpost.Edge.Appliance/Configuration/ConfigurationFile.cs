using System.Text.Json;

namespace Signpost.Edge.Appliance.Configuration;

/// <summary>Reads and checks a configuration file.</summary>
internal static class ConfigurationFile
{
    /// <summary>Reads the file; relative paths in it are relative to it.</summary>
    /// <exception cref="UsageException">Everything that is wrong, at once.</exception>
    public static UnitConfiguration Read(string path)
    {
        var written = Parse(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var configuration = written with
        {
            DataDirectory = Path.Combine(folder, written.DataDirectory),
            PackDirectory = Path.Combine(folder, written.PackDirectory),
            ProvisionFile = written.ProvisionFile is null ? null : Path.Combine(folder, written.ProvisionFile),
        };
        return Check(configuration).ToList() is { Count: > 0 } faults
            ? throw new UsageException($"{path}:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", faults)}")
            : configuration;
    }

    private static UnitConfiguration Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ConfigurationJson.Default.UnitConfiguration)
                ?? throw new UsageException($"{path}: is 'null', expected a configuration");
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Configuration '{path}' cannot be read: {failure.Message}", failure);
        }
    }

    private static IEnumerable<string> Check(UnitConfiguration configuration)
    {
        if (!Directory.Exists(configuration.PackDirectory))
            yield return $"packDirectory: there is no folder '{configuration.PackDirectory}'; fetch or copy a model pack there";
        foreach (var (name, value, least) in new[]
        {
            ("healthInterval", configuration.HealthInterval, TimeSpan.FromMilliseconds(100)),
            ("outboxResend", configuration.OutboxResend, TimeSpan.FromMilliseconds(100)),
            ("staleLimit", configuration.StaleLimit, TimeSpan.FromSeconds(1)),
        })
        {
            if (value < least || value > TimeSpan.FromDays(7)) yield return $"{name}: is {value}, expected {least} to 7 days";
        }

        if (configuration.Position is { } at && !(Math.Abs(at.Latitude) <= 90 && Math.Abs(at.Longitude) <= 180))
            yield return $"position: is {at.Latitude}, {at.Longitude}, expected degrees: latitude -90 to 90, longitude -180 to 180";
        if (configuration.Camera.Kind is not ("simulated" or "ffmpeg" or "images"))
            yield return $"camera.kind: is '{configuration.Camera.Kind}', expected ffmpeg, images or simulated";
        if (configuration.Camera.Kind is "ffmpeg" or "images" && string.IsNullOrWhiteSpace(configuration.Camera.Source))
            yield return $"camera.source: is missing; a camera of kind {configuration.Camera.Kind} needs one";
        if (configuration.Camera.Kind == "simulated" && string.IsNullOrWhiteSpace(configuration.Camera.MediaDirectory))
            yield return "camera.mediaDirectory: is missing; a simulated scene is made of footage";
        if (configuration.Camera.FramesPerSecond is { } rate && rate is not (>= 0.1 and <= 120))
            yield return $"camera.framesPerSecond: is {rate}, expected 0.1 to 120";
    }
}
