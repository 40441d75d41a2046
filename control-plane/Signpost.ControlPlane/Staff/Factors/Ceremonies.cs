using System.Buffers.Text;
using System.Security.Cryptography;

namespace Signpost.ControlPlane.Staff.Factors;

/// <summary>
/// What was asked of a browser and waits for its answer: a passkey's challenge, the key of an authenticator that is set up. In memory, for five minutes, once: a console's
/// browser stays with its process anyway.
/// </summary>
internal sealed class Ceremonies(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private const int Most = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Waiting> waiting = [];

    /// <summary>The name under which the answer comes back; null while too many wait.</summary>
    /// <param name="purpose">What it is for, and for whom: an answer given for another purpose finds nothing.</param>
    public string? Begin(string purpose, string state)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        lock (gate)
        {
            var now = time.GetUtcNow();
            foreach (var (old, _) in waiting.Where(x => x.Value.Until <= now).ToList()) waiting.Remove(old);
            if (waiting.Count >= Most) return null;
            waiting.Add(id, new Waiting(purpose, state, now + Lifetime));
            return id;
        }
    }

    public string? Look(string id, string purpose)
    {
        lock (gate) return waiting.TryGetValue(id, out var found) && found.Purpose == purpose && found.Until > time.GetUtcNow() ? found.State : null;
    }

    /// <summary>The state, once; null when there is none.</summary>
    public string? Take(string id, string purpose)
    {
        lock (gate)
        {
            var state = Look(id, purpose);
            if (state is not null) waiting.Remove(id);
            return state;
        }
    }

    private sealed record Waiting(string Purpose, string State, DateTimeOffset Until);
}
