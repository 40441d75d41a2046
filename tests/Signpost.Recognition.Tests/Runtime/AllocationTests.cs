using System.Numerics;

namespace Signpost.Recognition.Tests;

public class AllocationTests
{
    private const int Rounds = 25;

    [Fact]
    public void FramePath_SteadyState_AllocatesNothing()
    {
        ModelPack pack = Repository.DefaultPack;
        using var detector = new FaceDetector(pack);
        using var landmarks = new LandmarkFinder(pack);
        using var extractor = new TemplateExtractor(pack);
        using DecodedPhotograph photograph = Portraits.Decode(Portraits.Frontal[0]);
        var frame = new Picture(1280, 720);
        frame.Paste(photograph.Image, 100, 100, 300, 300);
        frame.Paste(photograph.Image, 700, 200, 340, 340);
        var faces = new FaceBox[16];
        var points68 = new Vector2[LandmarkFinder.PointCount];
        byte[] aligned = new byte[Alignment.ByteCount];
        float[] template = new float[pack.TemplateLength], sum = new float[pack.TemplateLength];
        using var gallery = Gallery.Build(pack.TemplateLength, [new GalleryEntry(Enumerable.Range(1, 512).Select(value => (float)value).ToArray())]);

        for (int round = 0; round < Rounds; round++)
            Frame();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < Rounds; round++)
            Frame();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Frame()
        {
            int count = detector.Detect(frame.Image, faces);
            if (count != 2)
                Assert.Fail($"{count} faces");
            for (int face = 0; face < count; face++)
            {
                landmarks.Find(frame.Image, faces[face], points68);
                var points = FivePoints.From68(points68);
                Alignment.Align(frame.Image, points, aligned);
                FaceQuality quality = FaceQuality.Measure(frame.Image, faces[face], points68, points, aligned);
                extractor.Extract(aligned, template);
                Template.Accumulate(sum, template, quality.Unified);
                gallery.Search(sum);
            }
            extractor.Scrub();
            landmarks.Scrub();
        }
    }
}
