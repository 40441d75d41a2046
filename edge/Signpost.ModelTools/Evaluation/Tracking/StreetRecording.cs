using Signpost.Edge.Tracking;
using Signpost.Hardware;
using Signpost.Hardware.Simulated;
using Signpost.Hardware.Simulated.Truth;
using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation.Tracking;

/// <summary>Records the simulated street: its pictures through the pack's detector, its truth beside them.</summary>
internal static class StreetRecording
{
    /// <summary>Overlap from which a detection is a person's.</summary>
    private const float Same = 0.35f;

    private const int MostFaces = 64;

    public static Recording Make(ModelPack pack, string media, int seed, TimeSpan length, double framesPerSecond)
    {
        var options = new SimulatedCameraOptions { Seed = seed, MediaDirectory = media, FramesPerSecond = framesPerSecond };
        SimulatedScene scene = SimulatedScene.Load(options, CancellationToken.None);
        using var detector = new FaceDetector(pack);
        var (frame, frames) = (new Frame(), new List<RecordedFrame>());
        var (found, truth) = (new FaceBox[MostFaces], new TrueFace[MostFaces]);
        for (long number = 0; number < length.TotalSeconds * framesPerSecond; number++)
        {
            scene.Draw(number, frame);
            var image = new BgrImage(frame.Pixels, frame.Width, frame.Height, frame.Stride);
            FaceBox[] faces = found[..detector.Detect(image, found)];
            float[] looks = new float[faces.Length * Appearance.Length];
            Appearance.Describe(image, faces, looks);
            frames.Add(new RecordedFrame(
                TimeSpan.FromSeconds(number / framesPerSecond), faces, looks, Owners(faces, truth.AsSpan(0, scene.FacesAt(number, truth)))));
        }
        return new Recording(options.Width, options.Height, frames);
    }

    // Best overlap first; of people who stand behind one another the nearest is the one seen.
    private static int[] Owners(FaceBox[] faces, ReadOnlySpan<TrueFace> truth)
    {
        int[] owners = new int[faces.Length];
        for (int person = truth.Length - 1; person >= 0; person--)
        {
            var box = new FaceBox(truth[person].X, truth[person].Y, truth[person].Width, truth[person].Height, 1);
            int best = -1;
            for (int face = 0; face < faces.Length; face++)
            {
                if (owners[face] == 0 && faces[face].Overlap(box) > Same && (best < 0 || faces[face].Overlap(box) > faces[best].Overlap(box)))
                    best = face;
            }
            if (best >= 0)
                owners[best] = truth[person].Visit;
        }
        return owners;
    }
}
