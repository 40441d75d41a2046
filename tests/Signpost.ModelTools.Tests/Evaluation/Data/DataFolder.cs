namespace Signpost.ModelTools.Tests;

/// <summary>A data set of a test's own, in a folder that goes away.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("signpost-data-").FullName;

    public string Write(string path, string text)
    {
        string file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public string Copy(string from, string path)
    {
        string file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Copy(from, file);
        return file;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
