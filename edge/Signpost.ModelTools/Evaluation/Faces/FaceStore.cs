using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// Templates of a data set's pictures, made once each however many protocols name them, kept in memory and nowhere else, and overwritten at the end.
/// </summary>
/// <param name="pack">Makes them.</param>
/// <param name="degradation">What is done to a picture before it is looked at.</param>
internal sealed class FaceStore(ModelPack pack, Degradation degradation) : IDisposable
{
    private readonly Dictionary<string, FaceRecord?> _faces = new(StringComparer.Ordinal);

    public ModelPack Pack => pack;

    /// <summary>The face of a picture that was loaded; null if none was found in it.</summary>
    public FaceRecord? this[string file] => _faces[file];

    /// <summary>Pictures looked at.</summary>
    public int Count => _faces.Count;

    /// <summary>Of these, pictures without a face: failures to acquire (ISO/IEC 19795-1).</summary>
    public int WithoutFace => _faces.Values.Count(face => face is null);

    /// <summary>Looks at every picture that was not looked at yet, on all processors.</summary>
    /// <exception cref="DataException">A file is no picture.</exception>
    public void Load(IEnumerable<string> files, Progress progress)
    {
        string[] missing = [.. files.Distinct(StringComparer.Ordinal).Where(file => !_faces.ContainsKey(file))];
        var made = new FaceRecord?[missing.Length];
        using var steps = progress.Start("pictures", missing.Length);
        try
        {
            Parallel.For(
                0, missing.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, () => new FaceChain(pack),
                (index, _, chain) =>
                {
                    made[index] = Make(chain, missing[index], index);
                    steps.Step();
                    return chain;
                },
                chain => chain.Dispose());
        }
        catch (Exception e)
        {
            foreach (FaceRecord? face in made)
                face?.Dispose();
            if (e is AggregateException all && all.InnerExceptions.OfType<DataException>().FirstOrDefault() is { } fault)
                throw fault;
            throw;
        }
        for (int index = 0; index < missing.Length; index++)
            _faces.Add(missing[index], made[index]);
    }

    public void Dispose()
    {
        foreach (FaceRecord? face in _faces.Values)
            face?.Dispose();
        _faces.Clear();
    }

    private FaceRecord? Make(FaceChain chain, string file, int seed)
    {
        using DecodedPhotograph photograph = Photograph.Decode(ReadPicture(file));
        if (photograph.Error != PhotographError.None)
            throw new DataException($"{file}: is no picture that can be used ({photograph.Error})");
        if (degradation.FaceWidth == 0)
            return chain.Record(photograph.Image);
        return chain.Find(photograph.Image) is { } face ? chain.Record(degradation.Apply(photograph.Image, face, seed).Image) : null;
    }

    private static byte[] ReadPicture(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{file}: cannot be read ({e.Message})");
        }
    }
}
