using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Makes of a good picture what a camera sees from afar: a small face, blurred, with noise.</summary>
/// <param name="FaceWidth">Pixels of face width; 0 leaves pictures as they are.</param>
/// <param name="Blur">3×3 means applied after the reduction.</param>
/// <param name="Noise">Standard deviation, in grey values.</param>
internal sealed record Degradation(int FaceWidth, int Blur, double Noise)
{
    private const int Side = 320;

    /// <summary>Pictures as they are.</summary>
    public static Degradation None { get; } = new(0, 0, 0);

    /// <summary>Draws the face alone on a wall.</summary>
    /// <param name="image">The good picture.</param>
    /// <param name="face">The face in it.</param>
    /// <param name="seed">Of the noise and of the place between pixels.</param>
    public Canvas Apply(in BgrImage image, in FaceBox face, int seed)
    {
        var random = new Random(seed);
        var canvas = new Canvas(Side, Side);
        canvas.Paste(image, face, FaceWidth, Side / 2 + random.NextSingle(), Side / 2 + random.NextSingle());
        canvas.Blur(Blur);
        canvas.AddNoise(random, Noise);
        return canvas;
    }
}
