namespace Signpost.Hardware.Simulated;

/// <summary>How a simulated camera plays its scene. The same options give the same pictures at the same scene times.</summary>
public sealed record SimulatedCameraOptions
{
    /// <summary>Width of the pictures in pixels. Default 1280, range 640 … 1920.</summary>
    public int Width { get; init; } = 1280;

    /// <summary>Height of the pictures in pixels. Default 720, range 360 … 1080.</summary>
    public int Height { get; init; } = 720;

    /// <summary>Pictures a second. Default 12.5, range 1 … 60.</summary>
    public double FramesPerSecond { get; init; } = 12.5;

    /// <summary>Which scene: another seed, other people at other times on other ways. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Which of the units that look at the same demonstration, from 0: each sees a scene of its own. Default 0.</summary>
    public int UnitIndex { get; init; }

    /// <summary>Folder with the unpacked footage: a folder for each package that the footage file names.</summary>
    public required string MediaDirectory { get; init; }

    /// <summary>
    /// Where to tell the truth about the scene, or null for nowhere. The file that is written is this path with
    /// <c>-&lt;start in Unix milliseconds&gt;</c> before the extension: a restart never overwrites what an earlier run showed.
    /// </summary>
    public string? TruthFile { get; init; }
}
