using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Watchlists;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>
/// Stands in for the recognition library where photographs are not the subject: any bytes are a face, with a template of their own. <c>like NAME 0.85 …</c> is a face whose template
/// scores so much against that of <c>like NAME 1 …</c>; <c>poor …</c> is a poor photograph. PhotographGateTests run the real one.
/// </summary>
internal sealed class StandInGate : IPhotographGate
{
    public static readonly byte[] Digest = SHA256.HashData("stand-in pack"u8);

    /// <summary>Another one: the pack was replaced.</summary>
    public byte[] Pack { get; set; } = Digest;

    public ReadOnlyMemory<byte> PackDigest => Pack;

    public int TemplateLength => 512;

    public Task<Outcome<Enrolled>> EnrolAsync(ReadOnlyMemory<byte> photo, CancellationToken cancel)
    {
        if (photo.Span.SequenceEqual("no face"u8))
            return Task.FromResult<Outcome<Enrolled>>(new Problem(ProblemKind.Unprocessable, "photo.no-face", "No face was found."));
        var text = Encoding.Latin1.GetString(photo.Span);
        var words = text.Split(' ');
        var template = words[0] == "like" ? Like(words[1], float.Parse(words[2], CultureInfo.InvariantCulture), text) : Of(text);
        var facts = words[0] == "poor" ? new PhotoFacts(640, 480, 90, 40, 30, 25) : new PhotoFacts(640, 480, 200, 80, 60, 70);
        return Task.FromResult<Outcome<Enrolled>>(
            new Enrolled(facts, [0xFF, 0xD8, 0xFF, 0x00, .. "crop of "u8, .. photo.Span], MemoryMarshal.AsBytes(template.AsSpan()).ToArray()));
    }

    /// <summary>A template of its own for every text.</summary>
    public static float[] Of(string text)
    {
        var random = new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.Latin1.GetBytes(text))));
        var template = new float[512];
        foreach (ref var value in template.AsSpan()) value = (float)(random.NextDouble() - 0.5);
        TensorPrimitives.Divide(template, TensorPrimitives.Norm<float>(template), template);
        return template;
    }

    private static float[] Like(string name, float score, string text)
    {
        var (model, other) = (Of(name), Of(text));
        // What of the other is at right angles to the model.
        var along = TensorPrimitives.Dot<float>(model, other);
        for (var i = 0; i < other.Length; i++) other[i] -= along * model[i];
        TensorPrimitives.Divide(other, TensorPrimitives.Norm<float>(other), other);
        for (var i = 0; i < other.Length; i++) other[i] = score * model[i] + MathF.Sqrt(1 - score * score) * other[i];
        return other;
    }
}
