using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Signpost.Contracts.V1;
using Signpost.Edge.Interlocks;
using Signpost.Edge.Provisioning;
using Signpost.Trust;

namespace Signpost.Edge;

/// <summary>One question for the time: good for one answer, and for a few seconds.</summary>
public sealed class TimeQuestion
{
    private int _answered;

    internal TimeQuestion(long askedAt) => (Nonce, AskedAt) = (RandomNumberGenerator.GetBytes(TimeSigner.NonceLength), askedAt);

    /// <summary>16 random bytes.</summary>
    public ReadOnlyMemory<byte> Nonce { get; }

    internal long AskedAt { get; }

    /// <summary>The nonce for a message.</summary>
    public ByteString ToByteString() => ByteString.CopyFrom(Nonce.Span);

    internal bool TakeAnswer() => Interlocked.Exchange(ref _answered, 1) == 0;
}

/// <summary>
/// The only way to the unit's time: what the control plane signed for this unit, in answer to a question that it just asked. What is not signed, is
/// another's, was said before, comes late or is earlier than what is known moves nothing, and is no contact either. Thread-safe.
/// </summary>
/// <param name="clock">What is moved.</param>
/// <param name="unitId">The unit.</param>
/// <param name="authority">Whose certificate the time has to be signed under.</param>
/// <param name="servers">Whom the unit spoke with before it knew the time.</param>
/// <param name="time">A counter that nobody can set.</param>
/// <param name="logger">Log.</param>
public sealed class SignedClock(
    ContactClock clock, string unitId, X509Certificate2 authority, ServerTrust servers, TimeProvider time, ILogger<SignedClock> logger)
{
    /// <summary>How long an answer may take. Held back for longer, it would set the time of a boot that late.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Raised when the time was heard.</summary>
    public event Action? Heard;

    /// <summary>A new question.</summary>
    public TimeQuestion Ask() => new(time.GetTimestamp());

    /// <summary>Takes an answer.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="answer">What came; null when nothing did.</param>
    /// <param name="line">The line that it came by (<see cref="ServerTrust"/>).</param>
    /// <returns>Whether the time is known by it.</returns>
    public bool Hear(TimeQuestion question, TimeStatement? answer, string line)
    {
        if (answer is null) return false;
        if (!question.TakeAnswer() || time.GetElapsedTime(question.AskedAt) > Patience)
        {
            Log.TimeRefused(logger, "the answer was given before, or took too long");
            return false;
        }

        if (!TimeVerifier.Verify(answer, authority, unitId, question.Nonce.Span, Least).TryGet(out var told, out var refusal))
        {
            Log.TimeRefused(logger, refusal.Detail);
            return false;
        }

        if (!servers.AgreesWith(line, told.Time))
        {
            Log.TimeRefused(logger, $"it is {told.Time:u}, when the certificate of the server that says so is not valid");
            return false;
        }

        clock.Hear(told.Time);
        Heard?.Invoke();
        return true;
    }

    // Two counters never agree to the second.
    private DateTimeOffset Least => clock.Floor > DateTimeOffset.MinValue + ContactClock.Tolerance ? clock.Floor - ContactClock.Tolerance : DateTimeOffset.MinValue;
}
