using System.Globalization;
using System.Runtime.InteropServices;
using Signpost.ControlPlane.Outcomes;
using Signpost.Recognition;

namespace Signpost.ControlPlane.Watchlists;

/// <summary>The gate on the recognition library; one photograph at a time, because the models serve one thread.</summary>
internal sealed class PhotographGate(ModelPack pack) : IPhotographGate, IDisposable
{
    private readonly ReferenceEnroller enroller = new(pack);
    private readonly SemaphoreSlim one = new(1, 1);

    public ReadOnlyMemory<byte> PackDigest => pack.Digest;

    public int TemplateLength => pack.TemplateLength;

    public async Task<Outcome<Enrolled>> EnrolAsync(ReadOnlyMemory<byte> photo, CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => Enrol(photo), cancel);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose()
    {
        enroller.Dispose();
        one.Dispose();
    }

    private Outcome<Enrolled> Enrol(ReadOnlyMemory<byte> photo)
    {
        using var result = enroller.Enrol(photo);
        if (!result.Accepted) return new Problem(Kind(result.Refusal), Code(result.Refusal), result.Explanation) { Facts = Facts(result) };
        var quality = result.Quality.GetValueOrDefault();
        var facts = new PhotoFacts(
            result.Width, result.Height, result.Face?.Width ?? 0, quality.InterEyeDistance, quality.Sharpness, quality.Unified);
        return new Enrolled(facts, result.ReferenceJpeg.ToArray(), MemoryMarshal.AsBytes(result.Template.Span).ToArray());
    }

    private static ProblemKind Kind(EnrolmentRefusal refusal) =>
        refusal == EnrolmentRefusal.PictureTooLarge ? ProblemKind.TooLarge : ProblemKind.Unprocessable;

    private static string Code(EnrolmentRefusal refusal) => refusal switch
    {
        EnrolmentRefusal.NotAPhotograph => "photo.unreadable",
        EnrolmentRefusal.Damaged => "photo.damaged",
        EnrolmentRefusal.PictureTooLarge => "photo.too-large",
        EnrolmentRefusal.PictureTooSmall => "photo.too-small",
        EnrolmentRefusal.NoFace => "photo.no-face",
        EnrolmentRefusal.SeveralFaces => "photo.several-faces",
        EnrolmentRefusal.FaceTooSmall => "photo.face-too-small",
        EnrolmentRefusal.TooBlurred => "photo.too-blurred",
        EnrolmentRefusal.BadExposure => "photo.bad-exposure",
        EnrolmentRefusal.TurnedAway => "photo.turned-away",
        _ => "photo.refused",
    };

    private static Dictionary<string, string> Facts(EnrolmentResult result)
    {
        Dictionary<string, string> facts = new(StringComparer.Ordinal) { ["width"] = Text(result.Width), ["height"] = Text(result.Height), ["faces"] = Text(result.Faces) };
        if (result.Face is { } face) facts["faceWidth"] = Text(face.Width);
        if (result.Quality is not { } quality) return facts;
        facts["interEyeDistance"] = Text(quality.InterEyeDistance);
        facts["sharpness"] = Text(quality.Sharpness);
        facts["exposure"] = Text(quality.Exposure);
        facts["yaw"] = Text(quality.Yaw);
        facts["pitch"] = Text(quality.Pitch);
        return facts;
    }

    private static string Text(float number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
