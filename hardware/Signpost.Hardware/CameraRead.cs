namespace Signpost.Hardware;

/// <summary>What a read of a camera brought.</summary>
public enum CameraReadKind
{
    /// <summary>A picture.</summary>
    Frame,

    /// <summary>The source ended as it should: a file was played. Final.</summary>
    EndOfSource,

    /// <summary>No picture: the camera, its line or its file failed. A further read tries again.</summary>
    Lost,
}

/// <summary>Outcome of <see cref="ICamera.ReadAsync"/>.</summary>
public readonly record struct CameraRead
{
    private CameraRead(CameraReadKind kind, string reason)
    {
        Kind = kind;
        Reason = reason;
    }

    /// <summary>A picture was written into the caller's frame.</summary>
    public static CameraRead Frame { get; } = new(CameraReadKind.Frame, string.Empty);

    /// <summary>The source is over.</summary>
    public static CameraRead EndOfSource { get; } = new(CameraReadKind.EndOfSource, string.Empty);

    /// <summary>Which of the three it is.</summary>
    public CameraReadKind Kind { get; }

    /// <summary>One sentence on what failed and what to do, for <see cref="CameraReadKind.Lost"/>; otherwise empty. Holds no credentials.</summary>
    public string Reason => field ?? string.Empty;

    /// <summary>Whether a picture was written.</summary>
    public bool IsFrame => Kind == CameraReadKind.Frame;

    /// <summary>The camera failed.</summary>
    /// <param name="reason">One sentence on what failed and what to do, without credentials.</param>
    public static CameraRead Lost(string reason) => new(CameraReadKind.Lost, reason);
}
