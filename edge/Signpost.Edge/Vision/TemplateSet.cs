using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Signpost.Edge.Vision;

/// <summary>
/// The best shots of one visit and their average, weighted by quality. Pinned and rented for the life of the frame path: <see cref="Clear"/> leaves
/// zeros, and the collector never made a copy. Nothing allocates after construction.
/// </summary>
internal sealed class TemplateSet
{
    private readonly float[] _templates;
    private readonly float[] _average;
    private readonly ShotFacts[] _facts;
    private readonly int _length;

    public TemplateSet(int capacity, int templateLength)
    {
        _length = templateLength;
        _templates = GC.AllocateArray<float>(capacity * templateLength, pinned: true);
        _average = GC.AllocateArray<float>(templateLength, pinned: true);
        _facts = new ShotFacts[capacity];
    }

    /// <summary>Shots held.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == _facts.Length;

    public ReadOnlySpan<ShotFacts> Facts => _facts.AsSpan(0, Count);

    /// <summary>Template of the shot at this place of <see cref="Facts"/>.</summary>
    public ReadOnlySpan<float> Template(int place) => _templates.AsSpan(place * _length, _length);

    /// <summary>The visit's template, of length 1; all zero while there is no shot.</summary>
    public ReadOnlySpan<float> Average => _average;

    /// <summary>Quality of the worst shot held; 0 when there is none.</summary>
    public float WorstQuality => Count == 0 ? 0 : _facts[Worst()].Quality;

    /// <summary>Quality of the best shot held; 0 when there is none.</summary>
    public float BestQuality
    {
        get
        {
            var best = 0f;
            foreach (ref readonly var shot in Facts) best = MathF.Max(best, shot.Quality);
            return best;
        }
    }

    /// <summary>Takes a shot, in place of the worst when full.</summary>
    public void Add(ReadOnlySpan<float> template, in ShotFacts shot)
    {
        var place = IsFull ? Worst() : Count++;
        template.CopyTo(_templates.AsSpan(place * _length, _length));
        _facts[place] = shot;
        Recompute();
    }

    /// <summary>Cosine between a template and the average, −1 … 1.</summary>
    public float Compare(ReadOnlySpan<float> template) => Recognition.Template.Compare(_average, template);

    public void Clear()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_templates.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_average.AsSpan()));
        Array.Clear(_facts);
        Count = 0;
    }

    /// <summary>Whether nothing is left of any shot.</summary>
    internal bool IsBlank => !_templates.AsSpan().ContainsAnyExcept(0f) && !_average.AsSpan().ContainsAnyExcept(0f);

    private void Recompute()
    {
        _average.AsSpan().Clear();
        for (var i = 0; i < Count; i++) Recognition.Template.Accumulate(_average, _templates.AsSpan(i * _length, _length), MathF.Max(1, _facts[i].Quality));
        if (!Recognition.Template.Normalise(_average)) _average.AsSpan().Clear();
    }

    private int Worst()
    {
        var worst = 0;
        for (var i = 1; i < Count; i++)
        {
            if (_facts[i].Quality < _facts[worst].Quality) worst = i;
        }

        return worst;
    }
}
