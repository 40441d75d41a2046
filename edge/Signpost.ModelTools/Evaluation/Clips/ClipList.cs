namespace Signpost.ModelTools.Evaluation;

/// <summary>Videos with one person each: <c>labels.tsv</c>, a line <c>clip TAB person</c> and then one a clip, files in <c>clips/</c>.</summary>
internal static class ClipList
{
    private const string Clip = "clip", Person = "person";

    /// <exception cref="DataException">There is no such list, or too few people or clips to enrol one and see another.</exception>
    public static IReadOnlyList<Sample> Read(string data)
    {
        string path = Path.Combine(data, "labels.tsv"), clips = Path.Combine(data, "clips");
        IReadOnlyList<ListRecord> records = ListFile.Read(path, Clip, Person);
        if (records[0].Values is not [Clip, Person])
            throw records[0].Wrong($"expected the names of the columns, {Clip} TAB {Person}");
        Sample[] samples = [.. records.Skip(1).Select(record => new Sample(record.Values[1], record.File(0, clips)))];
        return samples.GroupBy(sample => sample.Person).Any(person => person.Count() > 1) && samples.DistinctBy(sample => sample.Person).Count() > 1
            ? samples
            : throw new DataException($"{path}: needs two people at least, and two clips of one of them");
    }
}
