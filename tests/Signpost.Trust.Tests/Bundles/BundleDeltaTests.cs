using CsCheck;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

public sealed class BundleDeltaTests
{
    [Fact]
    public void Delta_OneEntryGoneAndOneNew_MakesTheSignedCiphertext()
    {
        using var opened = TestDelta.Apply(TestDelta.Write(TestDelta.Base, TestDelta.Next), TestDelta.Base, TestDelta.Next).Value;
        Assert.Equal(["ref-1", "ref-3", "ref-4"], Enumerable.Range(0, opened.Count).Select(opened.ReferenceOf));
    }

    [Fact]
    public void Delta_AnyTwoLists_MakesTheSecondOfTheFirst()
    {
        var lists = Gen.Select(Gen.Int[0, 11].Array[1, 12], Gen.Int[0, 11].Array[1, 12]);
        lists.Sample(
            (before, after) =>
            {
                var (from, to) = (TestDelta.Version(2, Guid.NewGuid(), List(before)), TestDelta.Version(3, BundleId, List(after)));
                using var opened = TestDelta.Apply(TestDelta.Write(from, to), from, to).Value;
                Assert.Equal(List(after).Select(e => e.Reference), Enumerable.Range(0, opened.Count).Select(opened.ReferenceOf));
            },
            iter: 200);

        // An entry's number says its reference and its template; some differ in the template alone.
        static List<BundleTemplate> List(int[] numbers) =>
            [.. numbers.DistinctBy(number => number / 2).Select(number => new BundleTemplate($"ref-{number / 2}", Category.WantedOnWarrant, Axis((number * 5) % TemplateLength)))];
    }

    [Fact]
    public void Delta_FourOfFourHundredChanged_IsATwentiethOfTheBundleAtMost()
    {
        var random = new Random(1);
        var before = Enumerable.Range(0, 400).Select(i => new BundleTemplate($"ref-{i}", Category.WantedOnWarrant, Axis(random.Next(TemplateLength)))).ToList();
        var after = before.ToList();
        for (var i = 0; i < 4; i++) after[i * 97] = new BundleTemplate($"new-{i}", Category.WantedOnWarrant, Axis(i % TemplateLength));
        var (from, to) = (TestDelta.Version(2, Guid.NewGuid(), before), TestDelta.Version(3, BundleId, after));
        var delta = TestDelta.Write(from, to);
        TestDelta.Apply(delta, from, to).Value.Dispose();
        Assert.InRange(delta.Length, 1, to.Ciphertext.Length / 20);
    }

    [Fact]
    public void Delta_MadeTwice_IsSealedDifferently() =>
        Assert.NotEqual(TestDelta.Write(TestDelta.Base, TestDelta.Next)[65..], TestDelta.Write(TestDelta.Base, TestDelta.Next)[65..]);

    [Fact]
    public void Apply_HeldBundleIsAnotherWithTheSameEntries_IsRefusedEvenUnderItsName()
    {
        var delta = TestDelta.Write(TestDelta.Base, TestDelta.Next);
        Assert.Equal(RefusalReason.WrongBase, TestDelta.Apply(delta, TestDelta.Stranger, TestDelta.Next).Refusal?.Reason);
        VerifyHeader(TestDelta.Stranger.Header).Value.BundleId.TryWriteBytes(delta.AsSpan(1), bigEndian: true, out _);
        Assert.Equal(RefusalReason.ContentAltered, TestDelta.Apply(delta, TestDelta.Stranger, TestDelta.Next).Refusal?.Reason);
    }

    [Fact]
    public void Apply_AnyBitAltered_IsRefused()
    {
        foreach (var altered in Mutations.BitFlips(TestDelta.Write(TestDelta.Base, TestDelta.Next))) Assert.False(TestDelta.Apply(altered, TestDelta.Base, TestDelta.Next).IsAccepted);
    }

    [Fact]
    public void Apply_KeyOfAnotherBundle_IsRefused() => Assert.Equal(
        RefusalReason.WrongKey, TestDelta.Apply(TestDelta.Write(TestDelta.Base, TestDelta.Next), TestDelta.Base, TestDelta.Next with { Key = TestDelta.Base.Key }).Refusal?.Reason);

    [Fact]
    public void Writer_KeyOfAnotherBundle_Throws() =>
        Assert.Throws<ArgumentException>(() => TestDelta.Write(TestDelta.Base with { Key = TestDelta.Next.Key }, TestDelta.Next));

    [Fact]
    public void Steps_AsWritten_AreWhatGeneratedCodeReadsAndWrites()
    {
        var (before, after) = (Content(Entries()), Content([Entries()[0], new("ref-4", Category.WantedOnWarrant, Axis(3))]));
        var steps = new BundleDelta
        {
            Steps = { new DeltaStep { Kept = 1 }, new DeltaStep { Removed = 2 }, new DeltaStep { Added = TestDelta.Wire(new("ref-4", Category.WantedOnWarrant, Axis(3))) } },
        };
        var made = new byte[after.Length];
        Assert.True(BundleDeltaReader.TryFollow(Google.Protobuf.MessageExtensions.ToByteArray(steps), before, made));
        Assert.Equal(after, made);
    }

    private static byte[] Content(IReadOnlyList<BundleTemplate> entries)
    {
        var bytes = new byte[BundleContentWriter.Length(entries, TemplateLength)];
        BundleContentWriter.Write(entries, TemplateLength, bytes);
        return bytes;
    }
}
