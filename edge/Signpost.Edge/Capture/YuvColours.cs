namespace Signpost.Edge.Capture;

/// <summary>
/// What Y, U and V mean, as factors of R = Y·Luma + V·RedV, G = Y·Luma − U·GreenU − V·GreenV, B = Y·Luma + U·BlueU, once the offsets are taken
/// off (U and V: 128).
/// </summary>
/// <param name="Offset">Y of black: 16 in the limited range of video, 0 in the full range of photographs.</param>
/// <remarks>From ITU-R BT.601-7 and BT.709-6: with luma shares Kr, Kb and Kg = 1 − Kr − Kb, RedV = 2(1 − Kr), BlueU = 2(1 − Kb),
/// GreenU = BlueU·Kb/Kg, GreenV = RedV·Kr/Kg; in the limited range Y spans 219 steps and U, V span 224.</remarks>
internal sealed record YuvColours(int Offset, double Luma, double RedV, double GreenU, double GreenV, double BlueU)
{
    /// <summary>BT.601, limited range: also what an unmarked stream is taken for.</summary>
    public static readonly YuvColours Bt601 = Of(0.299, 0.114, isFull: false);

    /// <summary>BT.709, limited range: marked streams of cameras with 720 rows or more.</summary>
    public static readonly YuvColours Bt709 = Of(0.2126, 0.0722, isFull: false);

    /// <summary>BT.601, full range: motion JPEG.</summary>
    public static readonly YuvColours Bt601Full = Of(0.299, 0.114, isFull: true);

    /// <summary>BT.709, full range.</summary>
    public static readonly YuvColours Bt709Full = Of(0.2126, 0.0722, isFull: true);

    private static YuvColours Of(double kr, double kb, bool isFull)
    {
        var kg = 1 - kr - kb;
        var chroma = isFull ? 1 : 255 / 224.0;
        var (redV, blueU) = (2 * (1 - kr) * chroma, 2 * (1 - kb) * chroma);
        return new YuvColours(isFull ? 0 : 16, isFull ? 1 : 255 / 219.0, redV, blueU * kb / kg, redV * kr / kg, blueU);
    }
}
