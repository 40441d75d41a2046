using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Watchlists;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>Stands in for the recognition library where photographs are not the subject: any bytes are a face, with a template of their own. PhotographGateTests run the real one.</summary>
internal sealed class StandInGate : IPhotographGate
{
    public static readonly byte[] Digest = SHA256.HashData("stand-in pack"u8);

    public ReadOnlyMemory<byte> PackDigest => Digest;

    public int TemplateLength => 512;

    public Task<Outcome<Enrolled>> EnrolAsync(ReadOnlyMemory<byte> photo, CancellationToken cancel)
    {
        if (photo.Span.SequenceEqual("no face"u8))
            return Task.FromResult<Outcome<Enrolled>>(new Problem(ProblemKind.Unprocessable, "photo.no-face", "No face was found."));
        var random = new Random(BitConverter.ToInt32(SHA256.HashData(photo.Span)));
        var template = new float[TemplateLength];
        foreach (ref var value in template.AsSpan()) value = (float)(random.NextDouble() - 0.5);
        TensorPrimitives.Divide(template, TensorPrimitives.Norm<float>(template), template);
        return Task.FromResult<Outcome<Enrolled>>(
            new Enrolled(new PhotoFacts(640, 480, 200, 80, 60, 70), [0xFF, 0xD8, 0xFF, 0x00], MemoryMarshal.AsBytes(template.AsSpan()).ToArray()));
    }
}
