using System.Runtime.Intrinsics;

namespace Signpost.Hardware.Simulated.Scene;

/// <summary>Noise of a sensor: a tile of Gaussian noise made once, laid over each row at an offset drawn from frame and row.</summary>
internal sealed class SensorNoise
{
    private const int TileLength = 1 << 16;
    private readonly byte[] _brighter;
    private readonly byte[] _darker;
    private readonly uint _seed;

    /// <summary>Makes the tile.</summary>
    /// <param name="deviation">Standard deviation in steps of 0 … 255.</param>
    /// <param name="longestRow">Bytes of the longest row.</param>
    /// <param name="random">The only source of chance.</param>
    public SensorNoise(double deviation, int longestRow, Random random)
    {
        _brighter = new byte[TileLength + longestRow];
        _darker = new byte[TileLength + longestRow];
        _seed = (uint)random.Next();
        for (var i = 0; i < _brighter.Length; i++)
        {
            var gauss = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var noise = (int)Math.Round(gauss * deviation);
            _brighter[i] = (byte)Math.Clamp(noise, 0, 255);
            _darker[i] = (byte)Math.Clamp(-noise, 0, 255);
        }
    }

    /// <summary>Adds noise to a frame, saturating.</summary>
    public void Add(Span<byte> pixels, int stride, long frame)
    {
        for (var row = 0; (row + 1) * stride <= pixels.Length; row++)
        {
            var offset = (int)(Mix((uint)frame, (uint)row) & (TileLength - 1));
            AddRow(pixels.Slice(row * stride, stride), _brighter.AsSpan(offset, stride), _darker.AsSpan(offset, stride));
        }
    }

    private static void AddRow(Span<byte> row, ReadOnlySpan<byte> brighter, ReadOnlySpan<byte> darker)
    {
        var i = 0;
        for (; i <= row.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            var noisy = Vector256.SubtractSaturate(
                Vector256.AddSaturate(Vector256.Create<byte>(row[i..]), Vector256.Create(brighter[i..])),
                Vector256.Create(darker[i..]));
            noisy.CopyTo(row[i..]);
        }

        for (; i < row.Length; i++)
        {
            row[i] = (byte)Math.Max(0, Math.Min(255, row[i] + brighter[i]) - darker[i]);
        }
    }

    private uint Mix(uint frame, uint row)
    {
        var value = (frame * 0x9E3779B1u) ^ (row * 0x85EBCA77u) ^ _seed;
        value = (value ^ (value >> 15)) * 0x2C1B3C6Du;
        value = (value ^ (value >> 12)) * 0x297A2D39u;
        return value ^ (value >> 15);
    }
}
