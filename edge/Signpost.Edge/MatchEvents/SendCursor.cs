namespace Signpost.Edge.MatchEvents;

/// <summary>How far one connection has sent, and when it has to start over from the watermark.</summary>
internal sealed class SendCursor(Guid epoch, ulong watermark, TimeSpan resend, TimeProvider time)
{
    private Guid _epoch = epoch;
    private ulong _watermark = watermark;
    private long _stillSince = time.GetTimestamp();

    /// <summary>Sequence of the last message sent on this connection.</summary>
    public ulong Sent { get; private set; } = watermark;

    /// <summary>Takes the outbox's present epoch and watermark.</summary>
    /// <returns>Whether messages that were sent before are to be sent again.</returns>
    public bool Observe(Guid epoch, ulong watermark)
    {
        var lowered = watermark < _watermark || epoch != _epoch;
        if (watermark != _watermark || lowered) _stillSince = time.GetTimestamp();
        (_epoch, _watermark) = (epoch, watermark);

        var stalled = Sent > watermark && time.GetElapsedTime(_stillSince) >= resend;
        if (stalled) _stillSince = time.GetTimestamp();
        var again = Sent > watermark && (lowered || stalled);
        if (again || Sent < watermark) Sent = watermark;
        return again;
    }

    /// <summary>Messages up to <paramref name="sequence"/> were sent.</summary>
    public void Advance(ulong sequence)
    {
        // The first message after a quiet time starts the clock; later ones must not hold it back.
        if (Sent == _watermark) _stillSince = time.GetTimestamp();
        Sent = sequence;
    }
}
