using System.Security.Cryptography;
using Signpost.Edge.Appliance.Configuration;
using Signpost.Edge.Capture;
using Signpost.Edge.Provisioning;
using Signpost.Hardware;
#if SIMULATED_DEVICES
using Signpost.Hardware.Simulated;
#endif

namespace Signpost.Edge.Appliance;

/// <summary>
/// The unit's camera and board. Firmware holds no simulated device: without a board it has no beacon, and a unit without a lit beacon does not
/// recognise.
/// </summary>
internal static class Devices
{
#if SIMULATED_DEVICES
    private static ReadOnlySpan<byte> BoardName => "signpost simulated board v1"u8;

    public static BoardFacts Board { get; } = new(SHA256.HashData(BoardName), IsSimulated: true);

    public static IBeacon CreateBeacon() => new SimulatedBeacon();
#else
    private static ReadOnlySpan<byte> BoardName => "signpost no board v1"u8;

    public static BoardFacts Board { get; } = new(SHA256.HashData(BoardName), IsSimulated: false);

    public static IBeacon CreateBeacon() => new NoBeacon();
#endif

    /// <summary>How to make the configured camera.</summary>
    /// <exception cref="UsageException">This build has no such camera.</exception>
    public static Func<ICamera> CameraFactory(CameraConfiguration camera, TimeProvider time) => camera.Kind switch
    {
        "ffmpeg" => () => new FfmpegCamera(new FfmpegCameraOptions { Source = camera.Source!, MaxFramesPerSecond = camera.FramesPerSecond }, time),
        "images" => () => new ImageFolderCamera(camera.Source!, time),
#if SIMULATED_DEVICES
        "simulated" => () => new SimulatedCamera(
            new SimulatedCameraOptions
            {
                Width = camera.Width,
                Height = camera.Height,
                FramesPerSecond = camera.FramesPerSecond ?? 12.5,
                Seed = camera.Seed,
                UnitIndex = camera.UnitIndex,
                MediaDirectory = camera.MediaDirectory!,
                TruthFile = camera.TruthFile,
            }, time),
#endif
        _ => throw new UsageException($"camera.kind: this build has no '{camera.Kind}' camera; firmware takes ffmpeg and images only"),
    };

    /// <summary>Fingerprints of the configured camera.</summary>
    /// <exception cref="CameraUnidentifiedException">There is no telling.</exception>
    public static async Task<IReadOnlyList<string>> IdentifyAsync(CameraConfiguration camera, CancellationToken cancellationToken) => camera.Kind switch
    {
        "ffmpeg" => [await CameraFingerprint.OfSourceAsync(camera.Source!, cancellationToken).ConfigureAwait(false)],
        "images" => [CameraFingerprint.OfImages(camera.Source!)],
        _ => [$"simulated:{camera.UnitIndex}"],
    };
}
