namespace Signpost.Promises.Tests.Wire;

/// <summary>Puts one direction of a TCP connection together again, in the order of its sequence numbers (RFC 9293, 3.4): every byte once, however often
/// and in what order its segments are seen.</summary>
internal sealed class TcpBytes(Action<ReadOnlyMemory<byte>> take)
{
    private readonly List<(uint Sequence, byte[] Bytes)> _early = [];
    private uint _next;

    /// <summary>The direction begins.</summary>
    /// <param name="sequence">The SYN's own number.</param>
    public void Begin(uint sequence) => _next = sequence + 1;

    /// <summary>Takes a segment.</summary>
    public void Take(uint sequence, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        if (!TryPass(sequence, bytes))
        {
            _early.Add((sequence, bytes.ToArray()));
            return;
        }

        for (var i = 0; i < _early.Count;)
        {
            var (early, held) = _early[i];
            if (!TryPass(early, held))
            {
                i++;
                continue;
            }

            _early.RemoveAt(i);
            i = 0;
        }
    }

    // False: something before it is missing. Numbers wrap round, so only their difference tells.
    private bool TryPass(uint sequence, ReadOnlyMemory<byte> bytes)
    {
        var seen = unchecked((int)(_next - sequence));
        if (seen < 0) return false;
        if (seen >= bytes.Length) return true;
        _next = unchecked(sequence + (uint)bytes.Length);
        take(bytes[seen..]);
        return true;
    }
}
