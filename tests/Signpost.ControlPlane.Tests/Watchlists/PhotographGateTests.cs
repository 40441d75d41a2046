using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Watchlists;
using Signpost.Recognition;

namespace Signpost.ControlPlane.Tests.Watchlists;

/// <summary>The gate on the real model pack.</summary>
public sealed class PhotographGateTests
{
    [Fact]
    public async Task Photograph_OfOneFace_BecomesAReference()
    {
        using var gate = new PhotographGate(ModelPack.Load(TestPack.Directory));
        var photo = await File.ReadAllBytesAsync(Directory.EnumerateFiles(TestPack.Footage, "franck_*.jpg").Order(StringComparer.Ordinal).First());
        var enrolled = (await gate.EnrolAsync(photo, default)).Ok();
        var template = MemoryMarshal.Cast<byte, float>(enrolled.Template);
        Assert.Equal(gate.TemplateLength, template.Length);
        Assert.Equal(1f, TensorPrimitives.Norm<float>(template), 1e-3f);
        Assert.Equal([0xFF, 0xD8, 0xFF], enrolled.Crop[..3]);
        Assert.InRange(enrolled.Facts.FaceWidth, 100, 400);
    }

    [Fact]
    public async Task Photograph_WithoutAFace_IsRefusedWithFacts()
    {
        using var gate = new PhotographGate(ModelPack.Load(TestPack.Directory));
        var problem = (await gate.EnrolAsync(TestOutbox.Probe, default)).Refused("photo.no-face");
        Assert.Equal(ProblemKind.Unprocessable, problem.Kind);
        Assert.Equal("0", problem.Facts["faces"]);
        (await gate.EnrolAsync("GIF89a"u8.ToArray(), default)).Refused("photo.unreadable");
    }
}
