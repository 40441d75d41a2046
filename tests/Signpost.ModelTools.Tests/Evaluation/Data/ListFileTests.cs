using System.Text;
using CsCheck;
using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class ListFileTests
{
    private static readonly string[] Lines = ["a\tb", "a", "\t", "a\tb\tc", "", "\r", "a\t..", "a\t../x", "a\t/etc/passwd", "a\t\0", "\uFEFFa\tb"];

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String, Gen.Int[0, Lines.Length - 1].Array[0, 8].Select(lines => string.Join('\n', lines.Select(line => Lines[line]))));

    [Fact]
    public void Read_AnyText_GivesRecordsOrOneLineThatNamesTheFile()
    {
        using var data = new DataFolder();
        AnyText.Sample(text => Check(data, Encoding.UTF8.GetBytes(text)), iter: 300, threads: 1);
        Gen.Byte.Array.Sample(bytes => Check(data, bytes), iter: 300, threads: 1);
    }

    [Theory]
    [InlineData("a\tb\nonly one\n", "line 2: 1 column, expected 2: person TAB file")]
    [InlineData("a\tb\tc\n", "line 1: 3 columns, expected 2")]
    [InlineData("a\t \n", "line 1: 'file' is empty")]
    [InlineData("\n\n", "is empty")]
    public void Read_LineThatDoesNotFit_SaysWhichAndWhatIsExpected(string text, string expected)
    {
        using var data = new DataFolder();
        string file = data.Write("list.txt", text);
        string message = Assert.Throws<DataException>(() => ListFile.Read(file, "person", "file")).Message;
        Assert.StartsWith(file, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Read_FileThatIsMissing_SaysSo() =>
        Assert.EndsWith("gallery.txt: is missing", Assert.Throws<DataException>(() => ListFile.Read("/nowhere/gallery.txt", "a")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_WindowsLineEndsAndByteOrderMark_AreNoPartOfTheValues()
    {
        using var data = new DataFolder();
        ListRecord record = Assert.Single(ListFile.Read(data.Write("list.txt", "\uFEFFa\tb\r\n"), "person", "file"));
        Assert.Equal(["a", "b"], record.Values);
    }

    [Theory]
    [InlineData("../outside.jpg", "lies outside")]
    [InlineData("/etc/passwd", "lies outside")]
    [InlineData("nobody.jpg", "is not in")]
    public void File_NotInTheFolder_IsRefused(string name, string expected)
    {
        using var data = new DataFolder();
        data.Write("outside.jpg", "");
        data.Write("images/x.jpg", "");
        ListRecord record = ListFile.Read(data.Write("list.txt", $"a\t{name}\n"), "person", "file")[0];
        string message = Assert.Throws<DataException>(() => record.File(1, Path.Combine(data.Root, "images"))).Message;
        Assert.Contains("line 1: the file in column 2 " + expected, message, StringComparison.Ordinal);
    }

    private static void Check(DataFolder data, byte[] bytes)
    {
        string file = Path.Combine(data.Root, "list.txt");
        File.WriteAllBytes(file, bytes);
        try
        {
            IReadOnlyList<ListRecord> records = ListFile.Read(file, "person", "file");
            Assert.NotEmpty(records);
            Assert.All(records, record => Assert.Equal(2, record.Values.Count));
            foreach (ListRecord record in records)
            {
                try
                {
                    record.File(1, data.Root);
                }
                catch (DataException)
                {
                    // No such file: said in one line.
                }
            }
        }
        catch (DataException e)
        {
            Assert.StartsWith(file, e.Message, StringComparison.Ordinal);
        }
    }
}
