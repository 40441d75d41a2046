using Signpost.Trust;

namespace Signpost.Edge.Watchlists;

/// <summary>
/// Takes bundles that were brought by hand, and leaves them where a unit looks before it fetches: another process may be that unit. Checks that a file is whole and a bundle's;
/// whether it is what officers signed is the unit's to say when their order comes.
/// </summary>
/// <remarks>When <see cref="Take"/> returns, the ciphertext is on the disk; until then nothing is there that a unit would look at. A file that is refused changes
/// nothing.</remarks>
public sealed class BundleImport(string directory, FileCalls? calls = null)
{
    /// <summary>Bundles that wait for their order; of more, those that were brought first are deleted.</summary>
    public const int MostWaiting = 8;

    private const string Imported = ".imported";
    private const string Importing = ".importing";

    private readonly FileCalls _files = calls ?? FileCalls.Real;

    /// <summary>Takes one file.</summary>
    /// <returns>What it says of itself, or as <see cref="BundleFile.Read"/> and <see cref="BundleFile.CopyCiphertext"/>.</returns>
    /// <exception cref="IOException">The disk is full, or somebody is importing the same bundle.</exception>
    public Result<BundleFile> Take(Stream input)
    {
        if (!BundleFile.Read(input).TryGet(out var file, out var refusal)) return refusal;
        _files.CreateDirectory(directory);
        var path = PathOf(directory, file.BundleId);
        var unfinished = Path.ChangeExtension(path, Importing);
        _files.Delete(unfinished);
        try
        {
            using var output = _files.Create(unfinished, AtomicFile.OwnerOnly);
            refusal = file.CopyCiphertext(input, output);
            if (refusal is null) _files.Flush(output);
        }
        catch (IOException)
        {
            _files.Delete(unfinished);
            throw;
        }

        if (refusal is not null)
        {
            _files.Delete(unfinished);
            return refusal;
        }

        _files.Move(unfinished, path);
        _files.FlushDirectory(directory);
        var others = _files.List(directory, "*" + Imported).Where(other => other != path);
        foreach (var other in others.OrderByDescending(_files.WrittenAt).Skip(MostWaiting - 1)) _files.Delete(other);
        return file;
    }

    internal static string PathOf(string directory, Guid bundleId) => Path.Combine(directory, $"{bundleId:N}{Imported}");
}
