using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation.Quality;

/// <summary>One way to spoil a picture, and the component of the quality that ought to notice.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Component">The component's name.</param>
/// <param name="Of">The component.</param>
/// <param name="Levels">How much, from nothing on.</param>
/// <param name="Spoil">Picture, its face and level to a worse picture.</param>
internal sealed record Damage(
    string Name, string Component, Func<QualityComponents, float> Of, float[] Levels, Func<Spoiled, FaceBox, float, Spoiled> Spoil);

/// <summary>What one level of damage did, on average over the pictures in which a face was still found.</summary>
/// <param name="Level">How much.</param>
/// <param name="Found">Pictures with a face. <paramref name="Shown"/>: pictures.</param>
/// <param name="Component">The component meant, 0 to 100.</param>
/// <param name="Unified">Unified quality, 0 to 100.</param>
/// <param name="Error">Recognition error: 1 less the cosine with the template of the undamaged picture.</param>
internal sealed record DamageRow(float Level, int Found, int Shown, float Component, float Unified, float Error);

/// <summary>Spoils good portraits step by step and looks whether quality falls as recognition errs.</summary>
internal sealed class QualityStudy(ModelPack pack) : IDisposable
{
    /// <summary>Face width at which all damage but shrinking is done: as large as an aligned face.</summary>
    private const float StartingWidth = 112;

    /// <summary>Noise of a camera, in grey values; without it no darkness would hurt.</summary>
    private const float Noise = 2;

    private readonly FaceDetector _detector = new(pack);
    private readonly FaceChain _chain = new(pack);
    private readonly FaceBox[] _faces = new FaceBox[16];

    public static IReadOnlyList<Damage> All { get; } =
    [
        new("blurred (3×3 means)", "sharpness", of => of.Sharpness, [0, 1, 2, 4, 8, 16], (picture, _, level) => picture.Blurred((int)level)),
        new("shrunk (face width, pixels)", "inter-eye distance", of => of.InterEyeDistance, [112, 80, 60, 45, 34, 26],
            (picture, _, level) => picture.Shrunk(level / StartingWidth)),
        new("turned in the picture (degrees)", "roll", of => of.Roll, [0, 10, 20, 30, 40], (picture, face, level) =>
            picture.Rotated(level, face.X + face.Width / 2, face.Y + face.Height / 2)),
        new("darkened (gain)", "under-exposure prevention", of => of.UnderExposurePrevention, [1, 0.5f, 0.25f, 0.12f, 0.06f],
            (picture, _, level) => picture.Exposed(level, 0, 0, 0)),
        new("brightened (gain)", "over-exposure prevention", of => of.OverExposurePrevention, [1, 2, 3, 5, 8],
            (picture, _, level) => picture.Exposed(level, 0, 0, 0)),
        new("contrast taken away (gain)", "dynamic range", of => of.DynamicRange, [1, 0.5f, 0.25f, 0.12f, 0.06f],
            (picture, _, level) => picture.Exposed(level, 127, 0, 0)),
        new("cut off by the frame (share of the face)", "frame edge", of => of.FrameEdge, [0, 0.1f, 0.2f, 0.3f, 0.4f],
            (picture, face, level) => picture.CutFrom(Math.Max(0, (int)(face.X + level * face.Width)))),
        new("blurred (3×3 means), noise of 12", "detector confidence", of => of.DetectorConfidence, [0, 8, 16, 24],
            (picture, _, level) => picture.Blurred((int)level).Exposed(1, 0, level > 0 ? 12 : 0, seed: 7)),
    ];

    /// <summary>What spoils recognition and no component sees: there is no measure of occlusion yet.</summary>
    public static Damage Unseen { get; } = new(
        "covered from below (share of the face)", "detector confidence", of => of.DetectorConfidence, [0, 0.15f, 0.3f, 0.45f],
        (picture, face, level) => picture.CoveredFrom((int)(face.Y + (1 - level) * face.Height)));

    /// <summary>Runs one kind of damage over portraits.</summary>
    /// <exception cref="InvalidDataException">A file is no picture or shows no face.</exception>
    public IReadOnlyList<DamageRow> Run(Damage damage, IReadOnlyList<string> portraits)
    {
        var rows = new List<DamageRow>();
        List<(Spoiled Picture, FaceBox Face, float[] Template)> good = [.. portraits.Select(Start)];
        foreach (float level in damage.Levels)
        {
            var answers = new List<(ChainAnswer Answer, float Error)>();
            foreach ((Spoiled picture, FaceBox face, float[] template) in good)
            {
                // The picture's own noise comes last, as in a camera, whatever was done to the light.
                Spoiled spoiled = damage.Spoil(picture, face, level).Exposed(1, 0, Noise, seed: 1);
                if (Find(spoiled) is { } answer)
                    answers.Add((answer, 1 - Template.Compare(template, answer.Template)));
            }
            rows.Add(answers.Count == 0
                ? new DamageRow(level, 0, good.Count, 0, 0, 1)
                : new DamageRow(
                    level, answers.Count, good.Count, answers.Average(x => damage.Of(x.Answer.Quality.Components)), answers.Average(x => x.Answer.Quality.Unified),
                    answers.Average(x => x.Error)));
        }
        return rows;
    }

    public void Dispose()
    {
        _detector.Dispose();
        _chain.Dispose();
    }

    private (Spoiled Picture, FaceBox Face, float[] Template) Start(string file)
    {
        using DecodedPhotograph photograph = Photograph.Decode(File.ReadAllBytes(file));
        if (photograph.Error != PhotographError.None || _chain.Extract(photograph.Image) is not { } original)
            throw new InvalidDataException($"{file}: no face");
        Spoiled picture = Spoiled.Copy(photograph.Image).Shrunk(Math.Min(1, StartingWidth / original.Face.Width));
        ChainAnswer answer = _chain.Extract(picture.Image) ?? throw new InvalidDataException($"{file}: no face at {StartingWidth} pixels");
        return (picture, answer.Face, answer.Template);
    }

    private ChainAnswer? Find(Spoiled picture)
    {
        int count = _detector.Detect(picture.Image, _faces);
        FaceBox largest = default;
        foreach (FaceBox face in _faces.AsSpan(0, count))
        {
            if (face.Width > largest.Width)
                largest = face;
        }
        return count == 0 ? null : _chain.Extract(picture.Image, largest);
    }
}
