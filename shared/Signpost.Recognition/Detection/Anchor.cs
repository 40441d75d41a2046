namespace Signpost.Recognition;

/// <summary>A square that the detector measures a face against, in input pixels.</summary>
internal readonly record struct Anchor(float CentreX, float CentreY, float Side)
{
    /// <summary>All anchors in the order of the model's outputs: level, row, column, size.</summary>
    public static Anchor[] Layout(DetectorModel model)
    {
        var anchors = new List<Anchor>();
        foreach (AnchorLevel level in model.Anchors)
        {
            int columns = Cells(model.Input.Width, level.Stride);
            int rows = Cells(model.Input.Height, level.Stride);
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++)
                    foreach (float side in level.Sizes)
                        anchors.Add(new Anchor((column + 0.5f) * level.Stride, (row + 0.5f) * level.Stride, side));
        }
        return [.. anchors];
    }

    /// <summary>The box that an anchor's four offsets mean, in input pixels.</summary>
    public (float X, float Y, float Width, float Height) Decode(ReadOnlySpan<float> offsets, DetectorModel model)
    {
        float width = Side * MathF.Exp(offsets[2] * model.SizeVariance);
        float height = Side * MathF.Exp(offsets[3] * model.SizeVariance);
        float x = CentreX + offsets[0] * model.CentreVariance * Side - width / 2;
        float y = CentreY + offsets[1] * model.CentreVariance * Side - height / 2;
        return (x, y, width, height);
    }

    /// <summary>Every stride comes from convolutions that round up.</summary>
    private static int Cells(int pixels, int stride) => (pixels + stride - 1) / stride;
}
