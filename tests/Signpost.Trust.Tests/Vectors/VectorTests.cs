using Signpost.Contracts.V1;

namespace Signpost.Trust.Tests;

public sealed class VectorTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Vectors");

    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        foreach (var folder in new[] { "rosters", "orders", "bundles", "matches", "receipts", "times" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.json").Order(StringComparer.Ordinal))
                files.Add(Path.GetRelativePath(Root, file)[..^".json".Length]);
        }

        return files;
    }

    public static TheoryData<string> Cases()
    {
        var cases = new TheoryData<string>();
        foreach (var path in VectorCatalogue.All.Keys) cases.Add(path);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Reader_CommittedVector_AnswersWhatTheFileNames(string file)
    {
        var vector = TrustVector.Load(Path.Combine(Root, file + ".json"));
        Assert.Equal(vector.Expect, vector.Outcome());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reader_FreshlySignedCase_AnswersTheSameAsTheCommittedOne(string path)
    {
        var fresh = VectorCatalogue.All[path];
        Assert.Equal(fresh.Expect, fresh.Outcome());
        if (Environment.GetEnvironmentVariable("SIGNPOST_WRITE_VECTORS") is { Length: > 0 } folder)
        {
            var target = Path.Combine(folder, path + ".json");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, fresh.ToJson());
            return;
        }

        Assert.Equal(fresh.Expect, TrustVector.Load(Path.Combine(Root, path + ".json")).Expect);
    }

    [Fact]
    public void Catalogue_RefusalReasons_HasAVectorForEach()
    {
        var named = VectorCatalogue.All.Values.Select(v => v.Expect).ToHashSet();
        foreach (var reason in Enum.GetValues<RefusalReason>().Where(r => r != RefusalReason.None)) Assert.Contains(reason.ToString(), named);
        Assert.Contains("Accepted", named);
    }
}
