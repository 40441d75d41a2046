using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class ProtocolReaderTests
{
    [Fact]
    public void OpenSet_ListsBesideTheImages_AreRead()
    {
        using DataFolder data = Lists();
        OpenSet set = OpenSetReader.Read(data.Root);
        Assert.Equal((1, 1, 1), (set.Gallery.Count, set.Mated.Count, set.NonMated.Count));
        Assert.Equal(Path.GetFileName(data.Root), set.Name);
        Assert.DoesNotContain(Path.DirectorySeparatorChar, set.Name);
    }

    [Fact]
    public void OpenSet_OtherLists_ShareTheImagesOneFolderUp()
    {
        using DataFolder data = Lists();
        foreach (string list in new[] { "gallery.txt", "mated.txt", "nonmated.txt" })
            data.Copy(Path.Combine(data.Root, list), Path.Combine("short", list));
        Assert.Single(OpenSetReader.Read(data.Root, "short").Gallery);
        Assert.Single(OpenSetReader.Read(Path.Combine(data.Root, "short")).Gallery);
        Assert.Throws<DataException>(() => OpenSetReader.Read(data.Root, "absent"));
    }

    [Theory]
    [InlineData("gallery.txt", "ann\tann/1.jpg\nann\tann/2.jpg\n", "enrolled twice")]
    [InlineData("mated.txt", "cy\tcy/1.jpg\n", "not in gallery.txt")]
    [InlineData("nonmated.txt", "ann\tann/2.jpg\n", "who is in gallery.txt")]
    [InlineData("mated.txt", "ann\tann/1.jpg\n", "a reference too")]
    [InlineData("mated.txt", "", "is empty")]
    [InlineData("nonmated.txt", "cy\tcy/9.jpg\n", "line 1: the file in column 2 is not in")]
    public void OpenSet_ListsThatContradictEachOther_AreRefusedByName(string list, string text, string expected)
    {
        using DataFolder data = Lists();
        data.Write(list, text);
        string message = Assert.Throws<DataException>(() => OpenSetReader.Read(data.Root)).Message;
        Assert.Contains(list, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenSet_FolderAPerson_IsSplitTheSameWayEachTime()
    {
        using var data = new DataFolder();
        for (int person = 0; person < 20; person++)
        {
            for (int picture = 0; picture < 1 + person % 3; picture++)
                data.Write($"p{person}/{picture}.jpg", "");
        }
        OpenSet set = OpenSetReader.Read(data.Root), again = OpenSetReader.Read(data.Root), other = OpenSetReader.Read(data.Root, seed: 2);
        Assert.Equal(set.Gallery, again.Gallery);
        Assert.NotEqual(set.Gallery, other.Gallery);
        Assert.Empty(set.Mated.Select(probe => probe.Person).Except(set.Gallery.Select(reference => reference.Person)));
        Assert.Empty(set.NonMated.Select(probe => probe.Person).Intersect(set.Gallery.Select(reference => reference.Person)));
        Assert.Equal(39, set.Files.Count());
        Assert.All(set.Gallery, reference => Assert.EndsWith("0.jpg", reference.File, StringComparison.Ordinal));
    }

    [Fact]
    public void OpenSet_FolderWithNothing_SaysWhatIsExpected()
    {
        using var data = new DataFolder();
        Assert.Contains("a folder a person", Assert.Throws<DataException>(() => OpenSetReader.Read(data.Root)).Message, StringComparison.Ordinal);
        Assert.Contains("is no folder", Assert.Throws<DataException>(() => OpenSetReader.Read(data.Root + "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_AnyProtocol_PutsEveryPersonOnOneSide()
    {
        Sample[] samples = [.. Enumerable.Range(0, 200).Select(person => new Sample($"p{person}", $"{person}"))];
        var set = new OpenSet("set", samples[..50], samples[..50], samples[50..]);
        OpenSet first = PeopleSplit.Half(set, 0, 1), second = PeopleSplit.Half(set, 1, 1);
        Assert.Equal(150, first.NonMated.Count + second.NonMated.Count);
        Assert.Empty(first.Gallery.Intersect(second.Gallery));
        Assert.InRange(first.NonMated.Count, 50, 100);
    }

    [Theory]
    [InlineData("a.jpg\tb.jpg\t2\na.jpg\tb.jpg\t0\n", "line 1: the third column is neither 1")]
    [InlineData("a.jpg\tb.jpg\t1\n", "needs pairs of one person and pairs of two")]
    [InlineData("a.jpg\tb.jpg\n", "line 1: 2 columns, expected 3")]
    public void Pairs_ListThatDoesNotFit_IsRefused(string text, string expected)
    {
        using var data = new DataFolder();
        data.Write("images/a.jpg", "");
        data.Write("images/b.jpg", "");
        data.Write("pairs.txt", text);
        Assert.Contains(expected, Assert.Throws<DataException>(() => PairList.Read(data.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_NumbersAndWords_BecomeBandsAndGroups()
    {
        using var data = new DataFolder();
        string images = Path.GetDirectoryName(data.Write("images/a.jpg", ""))!;
        data.Write("images/b.jpg", "");
        string file = data.Write("labels.tsv", "file\tkind\tage\na.jpg\tx\t19\nb.jpg\ty\t41\n");
        LabelList labels = LabelList.Read(file, images);
        Assert.Equal(["x", "0–19"], labels.Rows[0].Labels);
        Assert.Equal(["y", "40–59"], labels.Rows[1].Labels);
        Assert.Equal((false, true), (labels.IsNumeric(0), labels.IsNumeric(1)));
        IReadOnlyList<Grouping> groupings = Grouping.All(labels, [true, true], []);
        Assert.Equal(["kind", "age"], groupings.Select(grouping => grouping.By));
        Assert.Throws<DataException>(() => Grouping.All(labels, [true, true], ["colour"]));
    }

    [Theory]
    [InlineData("picture\tkind\na.jpg\tx\n", "'file' first")]
    [InlineData("file\n", "one label or more")]
    [InlineData("file\tkind\tkind\na.jpg\tx\tx\n", "none twice")]
    [InlineData("file\tkind\n", "no picture")]
    [InlineData("file\tkind\na.jpg\n", "line 2: 1 column, expected 2")]
    public void Labels_ListThatDoesNotFit_IsRefused(string text, string expected)
    {
        using var data = new DataFolder();
        data.Write("images/a.jpg", "");
        string message = Assert.Throws<DataException>(() => LabelList.Read(data.Write("labels.tsv", text), Path.Combine(data.Root, "images"))).Message;
        Assert.Contains("labels.tsv", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.mkv\tp1\nb.mkv\tp1\n", "line 1: expected the names of the columns")]
    [InlineData("clip\tperson\na.mkv\tp1\nb.mkv\tp1\n", "needs two people")]
    [InlineData("clip\tperson\na.mkv\tp1\nb.mkv\tp2\n", "two clips of one of them")]
    public void Clips_ListThatDoesNotFit_IsRefused(string text, string expected)
    {
        using var data = new DataFolder();
        data.Write("clips/a.mkv", "");
        data.Write("clips/b.mkv", "");
        data.Write("labels.tsv", text);
        Assert.Contains(expected, Assert.Throws<DataException>(() => ClipList.Read(data.Root)).Message, StringComparison.Ordinal);
    }

    private static DataFolder Lists()
    {
        var data = new DataFolder();
        foreach (string file in new[] { "ann/1.jpg", "ann/2.jpg", "cy/1.jpg" })
            data.Write(Path.Combine("images", file), "");
        data.Write("gallery.txt", "ann\tann/1.jpg\n");
        data.Write("mated.txt", "ann\tann/2.jpg\n");
        data.Write("nonmated.txt", "cy\tcy/1.jpg\n");
        return data;
    }
}
