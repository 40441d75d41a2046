using Signpost.ModelTools.Evaluation.Quality;

namespace Signpost.ModelTools.Tests;

public class QualityStudyTests
{
    public static TheoryData<string> Damages() => [.. QualityStudy.All.Select(damage => damage.Name)];

    [Theory]
    [MemberData(nameof(Damages))]
    public void Run_MoreAndMoreDamage_QualityFallsAsRecognitionErrs(string name)
    {
        using var study = new QualityStudy(Repository.DefaultPack);
        Damage damage = QualityStudy.All.Single(damage => damage.Name == name);
        // None, some, much: of what still shows a face.
        Damage thrice = damage with { Levels = [damage.Levels[0], damage.Levels[1], damage.Levels[2]] };
        IReadOnlyList<DamageRow> rows = study.Run(thrice, [.. Portraits.Frontal.Select(portrait => Repository.Media(portrait.Package, portrait.Path))]);
        Assert.All(rows, row => Assert.True(row.Found > 0, $"{row}"));
        foreach ((DamageRow less, DamageRow more) in rows.Zip(rows.Skip(1)))
        {
            Assert.True(more.Error > less.Error, $"error: {less} {more}");
            Assert.True(more.Unified < less.Unified, $"unified: {less} {more}");
        }
        Assert.True(rows[^1].Component < rows[0].Component, $"{damage.Component}: {rows[0]} {rows[^1]}");
    }
}
