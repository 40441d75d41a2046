using CsCheck;

namespace Signpost.Recognition.Tests;

public class GalleryTests
{
    private const int Length = 12;
    private static readonly Gen<float[]> Vectors = Gen.Float[-1, 1].Array[Length].Where(values => values.Any(value => MathF.Abs(value) > 0.1f));

    [Fact]
    public void Search_AnyGallery_FindsWhatTheSlowTwinFinds()
    {
        Gen.Select(Vectors.Array[1, 30], Vectors).Sample((references, probe) =>
        {
            using Gallery gallery = Build(references);
            GalleryMatch match = gallery.Search(probe);
            double[] cosines = [.. references.Select(reference => Cosine(reference, probe))];
            // References are held in half precision: 11 significant bits a value.
            Assert.Equal(cosines.Max(), match.Score, 1e-3);
            Assert.Equal(cosines[match.Index], cosines.Max(), 1e-3);
        });
    }

    [Fact]
    public void Erase_AnyEntries_AreFoundNoMoreAndTheOthersAsBefore()
    {
        Gen.Select(Vectors.Array[2, 40], Vectors, Gen.Int[0, 1000].Array[1, 8]).Sample((references, probe, picks) =>
        {
            using Gallery gallery = Build(references);
            HashSet<int> erased = [.. picks.Select(pick => pick % references.Length).Take(references.Length - 1)];
            foreach (int index in erased)
                gallery.Erase(index);
            double[] left = [.. references.Where((_, index) => !erased.Contains(index)).Select(reference => Cosine(reference, probe))];
            GalleryMatch match = gallery.Search(probe);
            Assert.DoesNotContain(match.Index, erased);
            Assert.Equal(left.Max(), match.Score, 1e-3);
            Assert.All(erased, index => Assert.Equal(0, gallery.Compare(index, references[index])));
        });
    }

    [Fact]
    public void Search_Equals_TheFirstWins()
    {
        float[] reference = [.. Enumerable.Range(1, Length).Select(value => (float)value)];
        using Gallery gallery = Build([reference, reference, reference]);
        Assert.Equal(0, gallery.Search(reference).Index);
    }

    [Fact]
    public void Search_EmptyGalleryOrZeroProbe_FindsNothing()
    {
        using Gallery empty = Build([]);
        using Gallery one = Build([[.. Enumerable.Repeat(1f, Length)]]);
        Assert.Equal(GalleryMatch.None, empty.Search(new float[Length].Select(_ => 1f).ToArray()));
        Assert.Equal(GalleryMatch.None, one.Search(new float[Length]));
        Assert.Equal(GalleryMatch.None, one.Search([.. Enumerable.Repeat(float.NaN, Length)]));
    }

    [Fact]
    public void Search_AnotherLength_Throws()
    {
        using Gallery gallery = Build([]);
        Assert.Throws<ArgumentException>(() => gallery.Search(new float[Length + 1]));
    }

    [Fact]
    public void Build_BadEntry_NamesIt()
    {
        float[] good = [.. Enumerable.Repeat(1f, Length)];
        Assert.Contains("entry 1", Assert.Throws<ArgumentException>(() => Build([good, new float[Length]])).Message, StringComparison.Ordinal);
        Assert.Contains("entry 1", Assert.Throws<ArgumentException>(() => Build([good, new float[Length - 1]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_Gallery_SearchesNoMore()
    {
        Gallery gallery = Build([[.. Enumerable.Repeat(1f, Length)]]);
        gallery.Dispose();
        Assert.Throws<ObjectDisposedException>(() => gallery.Search(new float[Length]));
    }

    private static Gallery Build(float[][] references) =>
        Gallery.Build(Length, [.. references.Select(reference => new GalleryEntry(reference))]);

    private static double Cosine(float[] first, float[] second)
    {
        double dot = first.Zip(second).Sum(pair => (double)pair.First * pair.Second);
        return dot / Math.Sqrt(first.Sum(value => (double)value * value) * second.Sum(value => (double)value * value));
    }
}
