namespace Signpost.Recognition;

/// <summary>Where in the detector's input a picture goes.</summary>
internal static class FrameFitting
{
    public static InputRegion Place(DetectorModel model, int width, int height)
    {
        ModelInput input = model.Input;
        if (model.Fit == FrameFit.Stretch)
            return new InputRegion(0, 0, input.Width, input.Height);
        // Never enlarged: that adds no detail, and boxes of large faces fit worse.
        double scale = Math.Min(1, Math.Min((double)input.Width / width, (double)input.Height / height));
        int placedWidth = Math.Clamp((int)Math.Round(width * scale), 1, input.Width);
        int placedHeight = Math.Clamp((int)Math.Round(height * scale), 1, input.Height);
        // In the corner, not the middle: fewer numbers, and the model does not mind.
        return new InputRegion(0, 0, placedWidth, placedHeight);
    }
}
