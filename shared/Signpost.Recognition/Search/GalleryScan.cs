using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Signpost.Recognition;

/// <summary>
/// One search. With the probe p = t·v + f and an entry h = s·q + e, both over their lengths, the cosine is t·s·⟨v,q⟩ + ⟨f, s·q⟩ + ⟨p, e⟩, and by
/// Cauchy–Schwarz it lies within |f|·(1 + |e|) + |e| of t·s·⟨v,q⟩, which the scan computes exactly in integers. An entry whose upper bound does not reach
/// the highest lower bound met so far cannot be the best; the others are scored exactly from their half-precision values.
/// </summary>
internal unsafe ref struct GalleryScan
{
    /// <summary>Candidates held before they are settled.</summary>
    public const int Capacity = 64;

    // More than all single-precision roundings of a bound together: a dozen of at most 2^-24 each, near 1.
    private const float Rounding = 1e-6f;

    private readonly ProbeBuffers _probe;
    private readonly ushort* _rows;
    private readonly int _rowValues;
    private readonly int* _candidates;
    private readonly float* _uppers;
    private int _held;
    private float _floor = float.NegativeInfinity;
    private double _bestScore = double.NegativeInfinity;
    private int _best = -1;

    /// <param name="probe">Ready for the scan.</param>
    /// <param name="rows">Packed half-precision values of all entries.</param>
    /// <param name="rowBytes">Bytes an entry.</param>
    /// <param name="candidates">Room for <see cref="Capacity"/>.</param>
    /// <param name="uppers">Room for <see cref="Capacity"/>.</param>
    public GalleryScan(ProbeBuffers probe, byte* rows, int rowBytes, int* candidates, float* uppers)
    {
        _probe = probe;
        _rows = (ushort*)rows;
        _rowValues = rowBytes / sizeof(ushort);
        _candidates = candidates;
        _uppers = uppers;
    }

    /// <summary>Entries scored exactly so far.</summary>
    public int Scored { get; private set; }

    /// <summary>Scans all groups and settles the best entry.</summary>
    [SkipLocalsInit]
    public GalleryMatch Run<TKernel>(byte* table, int groups)
        where TKernel : struct, IScanKernel
    {
        int* sums = stackalloc int[GalleryLayout.GroupEntries];
        int groupBytes = GalleryLayout.GroupBytes(_probe.Code.Length);
        for (int group = 0; group < groups; group++, table += groupBytes)
        {
            TKernel.Multiply((sbyte*)table, _probe.Code, sums);
            var facts = new GroupFacts((sbyte*)table, _probe.Code.Length);
            for (int lane = 0; lane < GalleryLayout.GroupEntries; lane += Vector128<float>.Count)
                Bound(group * GalleryLayout.GroupEntries, lane, sums, facts, TKernel.Offset);
        }
        Settle();
        return _best < 0 ? GalleryMatch.None : new GalleryMatch(_best, (float)Math.Clamp(_bestScore, -1, 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Bound(int first, int lane, int* sums, GroupFacts facts, int offset)
    {
        Vector128<int> products = Vector128.Load(sums + lane) - Vector128.Load(facts.Sums + lane) * offset;
        Vector128<float> approximate = Vector128.ConvertToSingle(products) * (Vector128.Load(facts.Factors + lane) * _probe.Factor);
        Vector128<float> margin = Vector128.Load(facts.Bounds + lane) * (1 + _probe.Bound) + Vector128.Create(_probe.Bound + Rounding);
        if (Vector128.GreaterThanOrEqualAny(approximate + margin, Vector128.Create(_floor)))
            Hold(first + lane, approximate, margin);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Hold(int first, Vector128<float> approximate, Vector128<float> margin)
    {
        for (int lane = 0; lane < Vector128<float>.Count; lane++)
        {
            float upper = approximate[lane] + margin[lane];
            if (float.IsNegativeInfinity(upper) || upper < _floor)
                continue;
            if (_held == Capacity)
                Settle();
            _floor = MathF.Max(_floor, approximate[lane] - margin[lane]);
            _candidates[_held] = first + lane;
            _uppers[_held++] = upper;
        }
    }

    // The most promising first: after it, most of the others are below the floor.
    private void Settle()
    {
        if (_held == 0)
            return;
        int promising = new ReadOnlySpan<float>(_uppers, _held).IndexOf(Highest());
        Score(_candidates[promising]);
        _uppers[promising] = float.NegativeInfinity;
        for (int place = 0; place < _held; place++)
        {
            if (_uppers[place] >= _floor)
                Score(_candidates[place]);
        }
        _held = 0;
    }

    private readonly float Highest()
    {
        float highest = float.NegativeInfinity;
        for (int place = 0; place < _held; place++)
            highest = MathF.Max(highest, _uppers[place]);
        return highest;
    }

    private void Score(int entry)
    {
        Scored++;
        double score = PackedHalves.Cosine(_rows + (long)entry * _rowValues, _probe.Exact, _probe.Code.Length) / _probe.Length;
        if (score < _bestScore || (score == _bestScore && entry > _best))
            return;
        _bestScore = score;
        _best = entry;
        _floor = MathF.Max(_floor, MathF.BitDecrement((float)score));
    }
}
