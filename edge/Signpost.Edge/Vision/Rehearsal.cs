using Signpost.Edge.Tracking;
using Signpost.Recognition;

namespace Signpost.Edge.Vision;

/// <summary>
/// The first pass through code is by far the slowest: it is compiled, libraries are loaded. All that a face sets going the first time, to the encoder of a
/// match's picture, is gone through at boot on a grey picture, so that neither the first face nor the first match costs a frame of a camera that is open.
/// (<see cref="FaceModels"/> does the same for the models.)
/// </summary>
internal static class Rehearsal
{
    private const int Width = 640, Height = 360;

    public static void Run(VisionOptions options, int templateLength)
    {
        var grey = new byte[Width * Height * BgrImage.Channels];
        grey.AsSpan().Fill(127);
        var image = new BgrImage(grey, Width, Height, Width * BgrImage.Channels);
        FaceBox[] faces = [new(280, 120, 80, 100, 1)];
        Track(options.Tracker, image, faces);

        var visit = new Visit(options, templateLength);
        visit.Begin(1, DateTimeOffset.UnixEpoch);
        // More than are kept, so that one takes another's place.
        for (var shot = 0; shot <= options.ShotsPerVisit; shot++) Shoot(visit, image, faces[0], templateLength, shot, options);
        visit.Probe.Encode();
        visit.End();
    }

    private static void Track(TrackerOptions options, in BgrImage image, ReadOnlySpan<FaceBox> faces)
    {
        var looks = new float[Appearance.Length];
        Appearance.Describe(image, faces, looks);
        var tracker = new Tracker(options);
        for (var frame = 0; frame < 3; frame++)
            tracker.Update(faces, DateTimeOffset.UnixEpoch.AddMilliseconds(80 * frame), looks, new FrameView(image.Width, image.Height));
        tracker.EndAll();
    }

    private static void Shoot(Visit visit, in BgrImage image, in FaceBox face, int templateLength, int shot, VisionOptions options)
    {
        var template = new float[templateLength];
        template[shot % templateLength] = 1;
        DecisionRule.IsWorthATemplate(visit.Templates, shot, 100, options);
        visit.Templates.Compare(template);
        visit.Templates.Add(template, new ShotFacts(DateTimeOffset.UnixEpoch, 50 + shot, face.Width));
        visit.Probe.Take(image, face, shot);
        DecisionRule.MayDecide(visit.Templates, hasEnded: false, options);
    }
}
