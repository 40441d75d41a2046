using System.Numerics.Tensors;
using Signpost.Recognition;

namespace Signpost.Edge.Tracking;

/// <summary>
/// What somebody looks like at a glance: coarse colours of face, hair and coat, good for telling two people in view apart for some seconds, and for
/// nothing else. It is compared only with tracks of the same unit that still live, and overwritten when they end.
/// </summary>
public static class Appearance
{
    // In face sizes, from the box's middle and upper edge: hair to chin, a little wider than the face; and the coat below, as far as a camera shows it.
    private const float HeadWidth = 1.2f, HeadTop = -0.15f, HeadBottom = 1.05f;
    private const float CoatWidth = 1.7f, CoatTop = 1.3f, CoatBottom = 2.3f;

    private const int HeadColumns = 3, HeadRows = 4, CoatColumns = 3, CoatRows = 2;
    private const int Cells = HeadColumns * HeadRows + CoatColumns * CoatRows;

    /// <summary>Pixels looked at in a cell, a side.</summary>
    private const int Samples = 4;

    /// <summary>Values of one appearance.</summary>
    public const int Length = Cells * BgrImage.Channels;

    /// <summary>Describes everybody in a frame: <see cref="Length"/> values a face, in the faces' order. Allocates nothing.</summary>
    public static void Describe(in BgrImage image, ReadOnlySpan<FaceBox> faces, Span<float> looks)
    {
        for (var face = 0; face < faces.Length; face++) Describe(image, faces[face], looks.Slice(face * Length, Length));
    }

    /// <summary>Describes one face.</summary>
    /// <param name="image">The frame.</param>
    /// <param name="face">The detector's box, wherever it lies.</param>
    /// <param name="look">Receives <see cref="Length"/> values of length 1, or zeros where everything has one colour.</param>
    public static void Describe(in BgrImage image, in FaceBox face, Span<float> look)
    {
        var middle = face.X + face.Width / 2;
        var head = new FaceBox(middle - HeadWidth / 2 * face.Width, face.Y + HeadTop * face.Height, HeadWidth * face.Width,
            (HeadBottom - HeadTop) * face.Height, 0);
        var coat = new FaceBox(middle - CoatWidth / 2 * face.Width, face.Y + CoatTop * face.Height, CoatWidth * face.Width,
            (CoatBottom - CoatTop) * face.Height, 0);
        var headLength = HeadColumns * HeadRows * BgrImage.Channels;
        Grid(image, head, HeadColumns, HeadRows, look[..headLength]);
        Grid(image, coat, CoatColumns, CoatRows, look[headLength..]);
        // Light comes and goes, and says nothing of anybody.
        TensorPrimitives.Subtract(look, TensorPrimitives.Sum<float>(look) / Length, look);
        if (!Template.Normalise(look)) look.Clear();
    }

    /// <summary>How alike two are, -1 to 1; 0 when there is nothing to compare.</summary>
    public static float Compare(ReadOnlySpan<float> first, ReadOnlySpan<float> second) => TensorPrimitives.Dot(first, second);

    /// <summary>Moves a track's appearance towards what was seen last.</summary>
    /// <param name="held">The track's; zeros while there is none.</param>
    /// <param name="seen">The new one.</param>
    /// <param name="share">Of the new one, 0 … 1.</param>
    public static void Blend(Span<float> held, ReadOnlySpan<float> seen, float share)
    {
        TensorPrimitives.Multiply(held, 1 - share, held);
        Template.Accumulate(held, seen, share);
        if (!Template.Normalise(held)) held.Clear();
    }

    private static void Grid(in BgrImage image, in FaceBox area, int columns, int rows, Span<float> cells)
    {
        var (stepX, stepY) = (area.Width / (columns * Samples), area.Height / (rows * Samples));
        cells.Clear();
        for (var y = 0; y < rows * Samples; y++)
        {
            var line = image.Row(Math.Clamp((int)(area.Y + (y + 0.5f) * stepY), 0, image.Height - 1));
            for (var x = 0; x < columns * Samples; x++)
            {
                var at = Math.Clamp((int)(area.X + (x + 0.5f) * stepX), 0, image.Width - 1) * BgrImage.Channels;
                var cell = (y / Samples * columns + x / Samples) * BgrImage.Channels;
                for (var channel = 0; channel < BgrImage.Channels; channel++) cells[cell + channel] += line[at + channel];
            }
        }
    }
}
