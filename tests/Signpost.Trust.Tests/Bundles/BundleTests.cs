using CsCheck;
using Google.Protobuf;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

public sealed class BundleTests
{
    [Fact]
    public void Bundle_WrittenAndOpened_GivesTheSameEntries()
    {
        using var opened = Bundle().Open().Value;
        Assert.Equal(3, opened.Count);
        Assert.Equal(["ref-1", "ref-2", "ref-3"], Enumerable.Range(0, 3).Select(opened.ReferenceOf));
        Assert.Equal(Category.SeededVolunteer, opened.CategoryOf(1));
        var template = new float[TemplateLength];
        opened.CopyTemplate(1, template);
        Assert.Equal(Axis(1), template);
    }

    [Fact]
    public void Bundle_AnyEntries_SurviveTheRoundTripWithinHalfPrecision()
    {
        var entries = Gen.Select(Gen.Int[1, 400], Gen.UInt).Select((count, seed) => Random(count, seed));
        entries.Sample(
            list =>
            {
                using var opened = Bundle(null, list).Open().Value;
                Assert.Equal(list.Count, opened.Count);
                var template = new float[TemplateLength];
                for (var i = 0; i < list.Count; i++)
                {
                    Assert.Equal(list[i].Reference, opened.ReferenceOf(i));
                    Assert.Equal(list[i].Category, opened.CategoryOf(i));
                    opened.CopyTemplate(i, template);
                    for (var j = 0; j < TemplateLength; j++) Assert.Equal(list[i].Template.Span[j], template[j], 0.001f);
                }
            },
            iter: 30);
    }

    [Fact]
    public void BundleContent_AsWritten_IsWhatGeneratedCodeReadsAndWrites()
    {
        var entries = Random(200, 5);
        var bytes = new byte[BundleContentWriter.Length(entries, TemplateLength)];
        BundleContentWriter.Write(entries, TemplateLength, bytes);
        var content = BundleContent.Parser.ParseFrom(bytes);
        Assert.Equal(entries.Select(e => (e.Reference, e.Category)), content.Entries.Select(e => (e.Reference, e.Category)));
        Assert.All(content.Entries, e => Assert.Equal(2 * TemplateLength, e.Template.Length));
        Assert.Equal(content.ToByteArray(), bytes);
    }

    [Fact]
    public void BundleContent_ArbitraryOrSplicedBytes_NeverThrow()
    {
        var entries = Random(3, 5);
        var bytes = new byte[BundleContentWriter.Length(entries, TemplateLength)];
        BundleContentWriter.Write(entries, TemplateLength, bytes);
        Gen.OneOf(Gen.Byte.Array[0, 200], Mutations.Splices(bytes)).Sample(
            spoilt =>
            {
                var reader = new BundleContentReader(spoilt);
                while (!reader.AtEnd && reader.TryReadEntry(out _, out _, out _))
                {
                }
            },
            iter: 5000);
    }

    [Fact]
    public void OpenedBundle_Disposed_IsZeroAndGivesNothingAnyMore()
    {
        var opened = Bundle().Open().Value;
        var view = opened.TemplateOf(0);
        Assert.Contains((Half)1, view.ToArray());
        opened.Dispose();
        Assert.All(view.ToArray(), value => Assert.Equal((Half)0, value));
        Assert.Throws<ObjectDisposedException>(() => { _ = opened.TemplateOf(0); });
    }

    [Fact]
    public void ContentKey_Disposed_IsZeroAndGivesNothingAnyMore()
    {
        var key = ContentKey.Create();
        var view = key.Bytes;
        key.Dispose();
        Assert.All(view.ToArray(), value => Assert.Equal(0, value));
        Assert.Throws<ObjectDisposedException>(() => { _ = key.Bytes; });
    }

    [Fact]
    public void BundleReader_CiphertextThatOpensUnderTwoKeys_TakesTheCommittedKeyOnly()
    {
        var bundle = Bundle();
        using var other = ContentKey.Create();
        var header = VerifyHeader(bundle.Header).Value;
        Assert.Equal(RefusalReason.WrongKey, BundleReader.Read(new MemoryStream(bundle.Ciphertext), header, other).Refusal!.Reason);
    }

    [Fact]
    public void BundleWriter_TemplateThatWasNeverNormalised_Throws()
    {
        var values = new float[TemplateLength];
        values[0] = 2f;
        Assert.Throws<ArgumentException>(() => Bundle(null, [new("ref-1", Category.WantedOnWarrant, values)]));
        Assert.Throws<ArgumentException>(() => Bundle(null, [new("ref-1", Category.WantedOnWarrant, new float[TemplateLength])]));
        values[0] = float.NaN;
        Assert.Throws<ArgumentException>(() => Bundle(null, [new("ref-1", Category.WantedOnWarrant, values)]));
    }

    [Fact]
    public void BundleWriter_ReferenceTwice_Throws() =>
        Assert.Throws<ArgumentException>(() => Bundle(null, [Entries()[0], Entries()[0]]));

    // A seeded generator of its own, so that a failing case can be run again.
    private static List<BundleTemplate> Random(int count, uint seed)
    {
        var random = new Random((int)(seed & int.MaxValue));
        var categories = new[] { Category.WantedOnWarrant, Category.SeededVolunteer };
        return [.. Enumerable.Range(0, count).Select(i => new BundleTemplate($"réf-{i}", categories[random.Next(2)], UnitVector(random)))];
    }

    private static float[] UnitVector(Random random)
    {
        var values = Enumerable.Range(0, TemplateLength).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var norm = MathF.Sqrt(values.Sum(v => v * v));
        return [.. values.Select(v => v / norm)];
    }
}
