using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Signpost.ControlPlane.Broker;

/// <summary>
/// Ends a connection that announces a larger MQTT packet than is taken (MQTT 5, section 2.1.4), before its bytes are collected: the embedded broker has no such limit, and one
/// unit could otherwise fill the control plane's memory with a packet of 256 MB.
/// </summary>
internal static class PacketLimit
{
    public static void LimitPackets(this ListenOptions listen, int largest) => listen.Use(next => async connection =>
    {
        var transport = connection.Transport;
        connection.Transport = new Limited(new LimitedReader(transport.Input, largest), transport.Output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    });

    private sealed class Limited(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }

    internal sealed class LimitedReader(PipeReader inner, int largest) : PipeReader
    {
        private const int LongestLength = 4;

        private ReadOnlySequence<byte> current;

        /// <summary>Where the next packet begins, counted from the first byte that is not consumed; beyond the buffer while a packet arrives.</summary>
        private long next;

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => Look(await inner.ReadAsync(cancellationToken));

        public override bool TryRead(out ReadResult result)
        {
            if (!inner.TryRead(out result)) return false;
            Look(result);
            return true;
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            next -= current.Slice(0, consumed).Length;
            inner.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        private ReadResult Look(ReadResult result)
        {
            current = result.Buffer;
            while (next < current.Length && Length(current.Slice(next)) is { } length)
            {
                if (length > largest) throw new ConnectionAbortedException($"A packet of {length} bytes was announced; {largest} are taken.");
                next += length;
            }

            return result;
        }

        /// <summary>Bytes of the packet that begins here; null while its fixed header is not all there.</summary>
        private static long? Length(ReadOnlySequence<byte> packet)
        {
            var reader = new SequenceReader<byte>(packet);
            reader.Advance(1);
            long remaining = 0;
            for (var i = 0; i < LongestLength; i++)
            {
                if (!reader.TryRead(out var octet)) return null;
                remaining |= (long)(octet & 0x7F) << (7 * i);
                if ((octet & 0x80) == 0) return reader.Consumed + remaining;
            }

            throw new ConnectionAbortedException("A packet's length has more than four bytes.");
        }
    }
}
