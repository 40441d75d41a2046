using System.Runtime.InteropServices;

namespace Signpost.Recognition.Tests;

/// <summary>Looks for a template in the whole memory of the process, native memory too.</summary>
public class ScrubTests
{
    [Fact]
    public void Scrub_AfterAnExtraction_LeavesNoTemplateInTheProcess()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc/self/mem is there on Linux only");
        using var extractor = new TemplateExtractor(Repository.DefaultPack);
        byte[] face = Picture.Noise(Alignment.Side, Alignment.Side, 0, seed: 11).Bytes;
        using var needle = new MemoryNeedle(extractor.Infer(face).Slice(100, 8));
        Assert.NotEqual(0, needle.Count());
        extractor.Scrub();
        Assert.Equal(0, needle.Count());
    }

    [Fact]
    public void Dispose_Gallery_LeavesNoReferenceInTheProcess()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc/self/mem is there on Linux only");
        (Gallery gallery, MemoryNeedle needle) = Build();
        using (needle)
        {
            Assert.NotEqual(0, needle.Count());
            gallery.Dispose();
            Assert.Equal(0, needle.Count());
        }
    }

    private static (Gallery Gallery, MemoryNeedle Needle) Build()
    {
        float[] reference = GC.AllocateArray<float>(512, pinned: true);
        var random = new Random(12);
        for (int index = 0; index < reference.Length; index++)
            reference[index] = random.NextSingle() - 0.5f;
        Template.Normalise(reference);
        var gallery = Gallery.Build(reference.Length, [new GalleryEntry(reference)]);
        // What the gallery holds of it: the packed halves.
        Half[] halves = GC.AllocateArray<Half>(reference.Length, pinned: true);
        for (int index = 0; index < halves.Length; index++)
            halves[index] = (Half)reference[index];
        ushort[] row = GC.AllocateArray<ushort>(GalleryLayout.RowBytes(halves.Length) / sizeof(ushort), pinned: true);
        var needle = new MemoryNeedle(MemoryMarshal.Cast<ushort, float>(Packed(halves, row).Slice(100, 16)));
        Array.Clear(reference);
        Array.Clear(halves);
        Array.Clear(row);
        return (gallery, needle);
    }

    private static unsafe Span<ushort> Packed(Half[] halves, ushort[] row)
    {
        fixed (ushort* packed = row)
            PackedHalves.Pack(halves, packed);
        return row;
    }
}
