using CsCheck;

namespace Signpost.Recognition.Tests;

/// <summary>The answer is that of a full-precision comparison with every half-precision reference, whatever the kernel.</summary>
public class GalleryExactnessTests
{
    private static readonly ScanKernelKind[] Kernels = [.. Enum.GetValues<ScanKernelKind>().Where(ScanKernels.IsSupported)];

    // Close together as the shots of one face are, or anywhere.
    private static readonly Gen<(float[][] References, float[] Probe)> Case =
        from length in Gen.Int[1, 300]
        from spread in Gen.OneOf(Gen.Const(0.001f), Gen.Const(0.05f), Gen.Const(1f), Gen.Const(30f))
        from centre in Gen.Float[-1, 1].Array[length]
        from offsets in Gen.Float[-1, 1].Array[length].Array[1, 100]
        from offset in Gen.Float[-1, 1].Array[length]
        where centre.Any(value => MathF.Abs(value) > 0.2f)
        select (offsets.Select(values => Add(centre, values, spread)).ToArray(), Add(centre, offset, spread));

    [Fact]
    public void Search_AnyGallery_IsTheFullPrecisionAnswer() => Case.Sample((references, probe) =>
    {
        double[][] held = [.. references.Select(Held)];
        double[] cosines = [.. held.Select(reference => Cosine(reference, probe))];
        using Gallery gallery = Build(references);
        GalleryMatch first = gallery.Search(probe, Kernels[0], out _);
        Assert.Equal(cosines.Max(), cosines[first.Index], 1e-12);
        Assert.Equal((float)Math.Clamp(cosines.Max(), -1, 1), first.Score, 1e-7);
        foreach (ScanKernelKind kernel in Kernels)
            Assert.Equal(first, gallery.Search(probe, kernel, out _));
    });

    [Fact]
    public void Search_EqualsAmongOthers_TheFirstWins() => Gen.Select(Gen.Int[1, 300], Gen.Int[0, 299], Gen.Int[0, 1000]).Sample((count, first, seed) =>
    {
        var random = new Random(seed);
        float[] twin = Draw(random, 64);
        float[][] references = [.. Enumerable.Range(0, count).Select(index => index >= first % count && index % 3 == first % count % 3 ? twin : Draw(random, 64))];
        using Gallery gallery = Build(references);
        foreach (ScanKernelKind kernel in Kernels)
            Assert.Equal(first % count, gallery.Search(twin, kernel, out _).Index);
    });

    [Fact]
    public void Search_MoreEqualsThanCandidatesAreHeld_TheFirstWins()
    {
        float[] twin = Draw(new Random(3), 512);
        using Gallery gallery = Build([.. Enumerable.Repeat(twin, 5 * GalleryScan.Capacity)]);
        GalleryMatch match = gallery.Search(twin, ScanKernels.Best, out int scored);
        Assert.Equal(0, match.Index);
        Assert.True(scored >= GalleryScan.Capacity);
    }

    [Fact]
    public void Search_ExtremeScales_ChangeNothing()
    {
        var random = new Random(4);
        float[][] references = [.. Enumerable.Range(0, 40).Select(_ => Draw(random, 512))];
        float[] probe = Draw(random, 512);
        using Gallery gallery = Build(references);
        GalleryMatch expected = gallery.Search(probe);
        foreach (float scale in new[] { MathF.ScaleB(1, -100), MathF.ScaleB(1, 120) })
        {
            GalleryMatch match = gallery.Search([.. probe.Select(value => value * scale)]);
            Assert.Equal(expected.Index, match.Index);
            Assert.Equal(expected.Score, match.Score, 1e-6);
        }
    }

    [Fact]
    public void Search_Strangers_ScoresFewExactly()
    {
        var random = new Random(5);
        using Gallery gallery = Build([.. Enumerable.Range(0, 5_000).Select(_ => Draw(random, 512))]);
        int sum = 0;
        for (int probe = 0; probe < 20; probe++)
        {
            gallery.Search(Draw(random, 512), ScanKernels.Best, out int scored);
            sum += scored;
        }
        // The bound does its work: not one in a hundred has to be looked at twice.
        Assert.InRange(sum / 20, 1, 50);
    }

    [Fact]
    public void Build_HalfPrecisionTemplates_AreHeldToTheLastBit()
    {
        // As a bundle brings them: length 1, rounded to half precision.
        var random = new Random(6);
        for (int round = 0; round < 50; round++)
        {
            float[] template = Draw(random, 512);
            Template.Normalise(template);
            float[] half = [.. template.Select(value => (float)(Half)value)];
            float[] probe = Draw(random, 512);
            using Gallery gallery = Build([half]);
            Assert.Equal((float)Cosine([.. half.Select(value => (double)value)], probe), gallery.Search(probe).Score, 1e-7);
        }
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(1_007)]
    [InlineData(20_000)]
    public void Gallery_Memory_IsAtMostThreeQuartersOfSinglePrecision(int entries)
    {
        float[] template = Draw(new Random(7), 512);
        using Gallery gallery = Build([.. Enumerable.Repeat(template, entries)]);
        Assert.True(gallery.ByteCount <= 0.75 * entries * template.Length * sizeof(float), $"{gallery.ByteCount} bytes");
    }

    private static Gallery Build(float[][] references) =>
        Gallery.Build(references[0].Length, [.. references.Select(reference => new GalleryEntry(reference))]);

    /// <summary>A reference as the gallery holds it.</summary>
    private static double[] Held(float[] reference)
    {
        float[] values = [.. reference];
        float norm = System.Numerics.Tensors.TensorPrimitives.Norm<float>(values);
        if (MathF.Abs(norm - 1) > 1f / 1024)
            Template.Normalise(values);
        return [.. values.Select(value => (double)(Half)value)];
    }

    private static double Cosine(double[] reference, float[] probe)
    {
        double dot = 0, one = 0, other = 0;
        for (int index = 0; index < probe.Length; index++)
        {
            dot += reference[index] * probe[index];
            one += reference[index] * reference[index];
            other += (double)probe[index] * probe[index];
        }
        return dot / Math.Sqrt(one * other);
    }

    private static float[] Add(float[] centre, float[] offset, float spread) => [.. centre.Zip(offset, (a, b) => a + spread * b)];

    private static float[] Draw(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
}
