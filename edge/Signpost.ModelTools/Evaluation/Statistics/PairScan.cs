using System.Numerics.Tensors;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Two different people whose templates were compared.</summary>
/// <param name="First">Of the probe.</param>
/// <param name="Second">Of the reference.</param>
/// <param name="Score">Cosine.</param>
internal readonly record struct NonMatedPair(int First, int Second, float Score);

/// <summary>Compares every search with every reference of other people, on all processors; a search of several templates has the highest of their scores.</summary>
internal static class PairScan
{
    // Rows whose values stay in a core's cache while probe after probe passes over them.
    private const int Block = 256;

    /// <param name="probes">One side.</param>
    /// <param name="references">The other side.</param>
    /// <param name="least">Pairs below this score are counted and not kept.</param>
    /// <param name="onceEach">Whether both sides are the same pictures in the same order: each pair then counts once, with the higher of its two scores.</param>
    public static NonMatedComparisons Scan(TemplateMatrix probes, TemplateMatrix references, float least, bool onceEach)
    {
        if (onceEach && probes.Count != references.Count)
            throw new ArgumentException($"{probes.Count} probes and {references.Count} references are not the same pictures.", nameof(onceEach));
        int blocks = (references.Count + Block - 1) / Block;
        var kept = new List<NonMatedPair>[blocks];
        long[] compared = new long[blocks];
        Parallel.For(0, blocks, block =>
        {
            int first = block * Block, count = Math.Min(Block, references.Count - first);
            float[] products = new float[count], reverse = new float[count];
            var pairs = new List<NonMatedPair>();
            for (int probe = 0; probe < (onceEach ? first + count : probes.Count); probe++)
            {
                int person = probes.People[probe];
                references.Multiply(probes[probe], first, products);
                for (; !onceEach && probe + 1 < probes.Count && !probes.Begins(probe + 1); probe++)
                {
                    references.Multiply(probes[probe + 1], first, reverse);
                    TensorPrimitives.Max(products, reverse, products);
                }
                if (onceEach)
                {
                    probes.Multiply(references[probe], first, reverse);
                    TensorPrimitives.Max(products, reverse, products);
                }
                // Of the two orders of a pair of pictures the one with the later reference.
                for (int index = onceEach ? Math.Max(0, probe + 1 - first) : 0; index < count; index++)
                {
                    int other = references.People[first + index];
                    if (other == person)
                        continue;
                    compared[block]++;
                    if (products[index] >= least)
                        pairs.Add(new NonMatedPair(person, other, products[index]));
                }
            }
            kept[block] = pairs;
        });
        return new NonMatedComparisons(compared.Sum(), kept.SelectMany(pairs => pairs));
    }
}
