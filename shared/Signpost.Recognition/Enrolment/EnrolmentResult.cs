using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Signpost.Recognition;

/// <summary>Why a photograph did not become a reference.</summary>
public enum EnrolmentRefusal
{
    /// <summary>It did.</summary>
    None,

    /// <summary>Neither JPEG nor PNG.</summary>
    NotAPhotograph,

    /// <summary>The file is damaged or ends early.</summary>
    Damaged,

    /// <summary>The file or the picture is larger than is taken.</summary>
    PictureTooLarge,

    /// <summary>The picture is too small to show a face.</summary>
    PictureTooSmall,

    /// <summary>No face was found.</summary>
    NoFace,

    /// <summary>More than one face was found.</summary>
    SeveralFaces,

    /// <summary>The face has too few pixels.</summary>
    FaceTooSmall,

    /// <summary>The face is too blurred.</summary>
    TooBlurred,

    /// <summary>The face is too dark, too bright or without contrast.</summary>
    BadExposure,

    /// <summary>The face is turned too far away.</summary>
    TurnedAway,
}

/// <summary>
/// What became of a photograph that was meant as a reference. Disposing overwrites the template and the picture of the face.
/// </summary>
public sealed class EnrolmentResult : IDisposable
{
    private readonly float[] _template;
    private readonly byte[] _referenceJpeg;

    internal EnrolmentResult(EnrolmentRefusal refusal, string explanation, float[] template, byte[] referenceJpeg)
    {
        Refusal = refusal;
        Explanation = explanation;
        _template = template;
        _referenceJpeg = referenceJpeg;
    }

    /// <summary><see cref="EnrolmentRefusal.None"/> if there is a template.</summary>
    public EnrolmentRefusal Refusal { get; }

    /// <summary>Whether there is a template.</summary>
    public bool Accepted => Refusal == EnrolmentRefusal.None;

    /// <summary>For the person who chose the picture: what was found, what is needed, what to do. Empty if accepted.</summary>
    public string Explanation { get; }

    /// <summary>Pixels across; 0 if unknown.</summary>
    public int Width { get; internal init; }

    /// <summary>Pixels down; 0 if unknown.</summary>
    public int Height { get; internal init; }

    /// <summary>Faces found.</summary>
    public int Faces { get; internal init; }

    /// <summary>The largest face, if there is one, in pixels of the upright picture.</summary>
    public FaceBox? Face { get; internal init; }

    /// <summary>Its quality, if it was measured.</summary>
    public FaceQuality? Quality { get; internal init; }

    /// <summary>The template; empty if refused.</summary>
    public ReadOnlyMemory<float> Template => _template;

    /// <summary>The face cut out for the reference's record; empty if refused.</summary>
    public ReadOnlyMemory<byte> ReferenceJpeg => _referenceJpeg;

    /// <summary>Overwrites the template and the picture of the face.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_template.AsSpan()));
        CryptographicOperations.ZeroMemory(_referenceJpeg);
    }
}
