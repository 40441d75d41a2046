namespace Signpost.Hardware;

/// <summary>
/// A live camera. It never queues: a reader that is late gets the newest picture, and the numbers of those it missed are the gap in
/// <see cref="Frame.Sequence"/>.
/// </summary>
public interface ICamera : IAsyncDisposable
{
    /// <summary>What is known of the camera. The size may be 0 × 0 and the rate 0 before the first picture.</summary>
    CameraDescription Description { get; }

    /// <summary>
    /// Waits for the next picture and writes it into <paramref name="into"/>, which the caller owns and reuses. One read at a time.
    /// The first read opens the camera. After anything but a frame the content of <paramref name="into"/> is undefined.
    /// </summary>
    /// <returns>
    /// A frame; or the end of the source, which is final; or the loss of the camera with the reason in plain words, after which a
    /// further read tries to open it again.
    /// </returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; the camera stays usable.</exception>
    ValueTask<CameraRead> ReadAsync(Frame into, CancellationToken cancellationToken);
}
