namespace Signpost.AuditLog.Tests;

public sealed class LogVectorTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Vectors", "log");

    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Root, "*.json").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];

    public static TheoryData<string> Cases() => [.. LogVectorCatalogue.All.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void Reader_CommittedVector_AnswersWhatTheFileNames(string file)
    {
        var vector = LogVector.Load(Path.Combine(Root, file + ".json"));
        Assert.Equal(vector.Expect, vector.Outcome());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reader_FreshlySignedCase_AnswersTheSameAsTheCommittedOne(string name)
    {
        var fresh = LogVectorCatalogue.All[name];
        Assert.Equal(fresh.Expect, fresh.Outcome());
        if (Environment.GetEnvironmentVariable("SIGNPOST_WRITE_VECTORS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(Path.Combine(folder, "log"));
            File.WriteAllBytes(Path.Combine(folder, "log", name + ".json"), fresh.ToJson());
            return;
        }

        Assert.Equal(fresh.Expect, LogVector.Load(Path.Combine(Root, name + ".json")).Expect);
    }

    [Fact]
    public void Catalogue_Findings_HasAVectorForEachThatOneFileCanShow()
    {
        var named = LogVectorCatalogue.All.Values.SelectMany(vector => vector.Expect.Split(' ')).ToHashSet();

        // An unknown unit needs an export that leaves a key out: LogCheckerTests.
        foreach (var kind in Enum.GetValues<LogFindingKind>().Where(kind => kind != LogFindingKind.UnknownUnit)) Assert.Contains(kind.ToString(), named);
    }
}
